/** One row of the table of list operations, and the suite that every row goes through. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { SdkClients } from './sdk-clients.ts';
import type { TestPlaneOptions } from './test-plane.ts';
import { withPlane, type SuitePlane } from './with-plane.ts';

/** What a list operation is asked, in the table's words; a row turns it into the operation's input. */
export interface ListQuery {
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly sortBy?: string;
  readonly sortOrder?: 'Ascending' | 'Descending';
  /** Members of the operation's own input. */
  readonly filter?: Readonly<Record<string, unknown>>;
}

export interface ListAnswer {
  /** What tells one item from another, in the order of the answer. */
  readonly names: readonly string[];
  readonly nextToken?: string | undefined;
}

/** An item that the suite made; `index` counts from 0 in the order of creation. */
export interface ListItem {
  readonly name: string;
  readonly index: number;
  /** Service time just before it was made; no two items are made within a minute. */
  readonly madeAt: Date;
}

export interface ListFilter {
  readonly title: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly keeps: (item: ListItem) => boolean;
}

export interface ListOperation {
  /** `sagemaker:ListModels`. */
  readonly operation: string;
  /** What the plane needs beside its services: images, for those that run containers. */
  readonly plane?: TestPlaneOptions;
  /** Runs once before the items are made. */
  readonly prepare?: (clients: SdkClients, plane: SuitePlane) => Promise<unknown>;
  /** Makes one item of that name; when it resolves with a text, that is what tells the item. */
  readonly create: (clients: SdkClients, name: string, index: number) => Promise<unknown>;
  readonly list: (clients: SdkClients, query: ListQuery) => Promise<ListAnswer>;
  /** The values of SortBy, each with what it compares; empty when the operation does not sort. */
  readonly sorts: Readonly<Record<string, (item: ListItem) => string | number>>;
  /** `sortBy` is one of `sorts`, or else the items come by name. */
  readonly defaults: { readonly sortBy: string; readonly sortOrder: 'Ascending' | 'Descending' };
  readonly pageSize: { readonly usual: number; readonly least: number; readonly most: number };
  /** The operation's own filters, given all items. */
  readonly filters?: (items: readonly ListItem[]) => readonly ListFilter[];
  /** A filter that keeps nothing. */
  readonly nothing?: Readonly<Record<string, unknown>>;
  /** The error's name for a bad MaxResults and a bad token; ValidationException unless told otherwise. */
  readonly error?: string;
  /** What another account meets; an empty list unless told otherwise. */
  readonly otherAccount?: 'empty' | 'refused';
}

/** Names whose alphabetic order is not the order of creation; more of them than a page of ten holds. */
const NAMES = ['m', 'd', 'x', 'a', 'q', 'c', 'k', 'z', 'b', 't', 'f', 'h'].map((letter, index) =>
  index % 3 === 0 ? `${letter}-special-item` : `${letter}-item`,
);

const MINUTE_MS = 60_000;

/** The filters that SageMaker's lists share. */
export const nameAndTimeFilters = (items: readonly ListItem[]): ListFilter[] => {
  const border = new Date(items[5]!.madeAt.getTime() - MINUTE_MS / 2);
  const end = new Date(items[8]!.madeAt.getTime() - MINUTE_MS / 2);
  return [
    { title: 'NameContains', filter: { NameContains: 'special' }, keeps: ({ name }) => name.includes('special') },
    { title: 'CreationTimeAfter', filter: { CreationTimeAfter: border }, keeps: ({ index }) => index >= 5 },
    { title: 'CreationTimeBefore', filter: { CreationTimeBefore: border }, keeps: ({ index }) => index < 5 },
    {
      title: 'both times and a part of the name',
      filter: { CreationTimeAfter: border, CreationTimeBefore: end, NameContains: 'special' },
      keeps: ({ index, name }) => index >= 5 && index < 8 && name.includes('special'),
    },
  ];
};

/** SageMaker's spelling of a {@link ListQuery}. */
export const sagemakerListInput = (query: ListQuery): Record<string, unknown> => ({
  MaxResults: query.maxResults,
  NextToken: query.nextToken,
  SortBy: query.sortBy,
  SortOrder: query.sortOrder,
  ...query.filter,
});

/** The suite: paging, order, filters, tokens, limits and accounts, through the SDK. */
export const describeListOperation = (row: ListOperation): void => {
  const { list, sorts, defaults, pageSize, error = 'ValidationException' } = row;
  describe(row.operation, () => {
    const plane = withPlane(row.plane);
    const items: ListItem[] = [];
    const everything = { maxResults: Math.min(pageSize.most, 100) };

    const walk = async (query: ListQuery, size: number): Promise<string[]> => {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const answer = await list(plane.clients(), { ...query, maxResults: size, ...(nextToken && { nextToken }) });
        expect(answer.names.length).toBeLessThanOrEqual(size);
        names.push(...answer.names);
        nextToken = answer.nextToken;
      } while (nextToken);
      return names;
    };
    const sorted = (sortBy: string, sortOrder: 'Ascending' | 'Descending', kept = items): string[] => {
      const key = sorts[sortBy] ?? (({ name }: ListItem): string => name);
      const before = (one: ListItem, other: ListItem): boolean => key(one) < key(other);
      const ascending = [...kept].sort((one, other) =>
        before(one, other) ? -1 : before(other, one) ? 1 : one.index - other.index,
      );
      return (sortOrder === 'Ascending' ? ascending : ascending.reverse()).map(({ name }) => name);
    };

    beforeAll(async () => {
      await row.prepare?.(plane.clients(), plane);
      for (const [index, wanted] of NAMES.entries()) {
        const time = plane.clock.now() + MINUTE_MS;
        plane.clock.set({ time });
        const made = await row.create(plane.clients(), wanted, index);
        items.push({ name: typeof made === 'string' ? made : wanted, index, madeAt: new Date(time) });
      }
    });

    it('lists everything in its default order', async () => {
      const { names } = await list(plane.clients(), everything);
      expect(names).toEqual(sorted(defaults.sortBy, defaults.sortOrder));
    });

    it(`shows ${pageSize.usual} items unless told otherwise`, async () => {
      const { names, nextToken } = await list(plane.clients(), {});
      expect(names).toHaveLength(Math.min(pageSize.usual, items.length));
      expect(nextToken === undefined).toBe(items.length <= pageSize.usual);
    });

    it.each([...new Set([1, 5, NAMES.length].map((size) => Math.max(size, pageSize.least)))])(
      'pages of %i add up to one large page',
      async (size) => {
        expect(await walk({}, size)).toEqual((await list(plane.clients(), everything)).names);
      },
    );

    for (const sortBy of Object.keys(sorts)) {
      it.each(['Ascending', 'Descending'] as const)(`sorts by ${sortBy}, %s`, async (sortOrder) => {
        const expected = sorted(sortBy, sortOrder);
        expect((await list(plane.clients(), { ...everything, sortBy, sortOrder })).names).toEqual(expected);
        expect(await walk({ sortBy, sortOrder }, Math.max(5, pageSize.least))).toEqual(expected);
      });
    }

    it('filters, in pages too', async () => {
      for (const { title, filter, keeps } of row.filters?.(items) ?? []) {
        const expected = sorted(defaults.sortBy, defaults.sortOrder, items.filter(keeps));
        expect(expected.length, `${title} must tell items apart`).toBeGreaterThan(0);
        expect(expected.length, `${title} must tell items apart`).toBeLessThan(items.length);
        expect((await list(plane.clients(), { ...everything, filter })).names, title).toEqual(expected);
        expect(await walk({ filter }, Math.max(2, pageSize.least)), title).toEqual(expected);
      }
    });

    if (row.nothing) {
      it('answers an empty list, without a token, when nothing is left', async () => {
        expect(await list(plane.clients(), { filter: row.nothing! })).toEqual({ names: [], nextToken: undefined });
      });
    }

    it('refuses a token that it did not give', async () => {
      for (const nextToken of ['x', 'bm90LWEtdG9rZW4', 'A'.repeat(200)]) {
        await expect(list(plane.clients(), { nextToken }), nextToken).rejects.toMatchObject({ name: error });
      }
      const { nextToken } = await list(plane.clients(), { maxResults: pageSize.least });
      if (nextToken === undefined) return;
      const middle = Math.floor(nextToken.length / 2);
      const changed = nextToken[middle] === 'A' ? 'B' : 'A';
      const tampered = nextToken.slice(0, middle) + changed + nextToken.slice(middle + 1);
      await expect(list(plane.clients(), { nextToken: tampered })).rejects.toMatchObject({ name: error });
    });

    it('refuses the token of a query with other filters', async () => {
      const { nextToken } = await list(plane.clients(), { maxResults: pageSize.least });
      if (nextToken === undefined) return;
      for (const { filter, title } of row.filters?.(items) ?? []) {
        await expect(list(plane.clients(), { nextToken, filter }), title).rejects.toMatchObject({ name: error });
      }
    });

    it('refuses a page size beyond its limits', async () => {
      const { least, most } = pageSize;
      for (const maxResults of [least - 1, ...(Number.isFinite(most) ? [most + 1] : [])]) {
        await expect(list(plane.clients(), { maxResults }), String(maxResults)).rejects.toMatchObject({ name: error });
      }
    });

    it('shows another account and another region nothing of it', async () => {
      for (const clients of [plane.clients(1), plane.clients(0, 'eu-west-1')]) {
        if (row.otherAccount === 'refused') await expect(list(clients, {})).rejects.toThrow();
        else expect((await list(clients, {})).names).toEqual([]);
      }
    });
  });
};
