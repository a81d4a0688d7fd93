import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CallContext } from '../../../service.ts';
import { Store, type SqlValue } from '../../../store/store.ts';
import { listModelPackages } from './list-model-packages.ts';
import { MODEL_PACKAGE_SCHEMA } from './model-package-table.ts';
import type { Input } from '../sagemaker-handler.ts';

/** A database of its own: the driver never ends an explaining statement, and the store could not close. */
const explained = (database: Database.Database, sql: string, values: readonly SqlValue[]): string =>
  (database.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[])
    .map(({ detail }) => detail)
    .join('; ');

/** Explains each query that it answers. */
class ExplainingStore extends Store {
  readonly plans: string[] = [];
  readonly #copy = new Database(':memory:');

  override migrate(statements: readonly string[]): void {
    super.migrate(statements);
    for (const statement of statements) this.#copy.exec(statement);
  }

  override all<T>(sql: string, ...values: readonly SqlValue[]): T[] {
    this.plans.push(explained(this.#copy, sql, values));
    return super.all<T>(sql, ...values);
  }
}

describe('the indexes of model packages', () => {
  const dir = mkdtempSync(join(tmpdir(), 'model-packages-'));
  const store = new ExplainingStore(join(dir, 'plane.db'));
  store.migrate(MODEL_PACKAGE_SCHEMA);
  const context = { accountId: '111111111111', region: 'us-east-1', plane: { store } } as unknown as CallContext;
  afterAll(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });

  const scopes: Input<'ListModelPackages'>[] = [
    {},
    { ModelPackageType: 'Versioned' },
    { ModelPackageType: 'Both' },
    { ModelPackageGroupName: 'movies' },
  ];
  const times = { CreationTimeAfter: new Date(1), CreationTimeBefore: new Date(9) };
  const filters: Input<'ListModelPackages'>[] = [{}, { ModelApprovalStatus: 'Approved' }, times, { NameContains: 'm' }];

  it('answers every filter and sort in the order of an index', async () => {
    for (const scope of scopes) {
      for (const filter of filters) {
        for (const SortBy of ['Name', 'CreationTime'] as const) {
          const input = { ...scope, ...filter, SortBy, SortOrder: 'Descending' as const };
          await listModelPackages(input, context);
          const plan = store.plans.at(-1)!;
          expect(plan, JSON.stringify(input)).toContain('SEARCH sagemaker_model_package USING INDEX');
          expect(plan, JSON.stringify(input)).not.toContain('TEMP B-TREE');
        }
      }
    }
  });

  it('narrows to a group and an approval status before it reads', async () => {
    await listModelPackages({ ModelPackageGroupName: 'movies', ModelApprovalStatus: 'Approved' }, context);
    expect(store.plans.at(-1)).toContain('(account=? AND region=? AND approval=? AND name=?');
    const since = { CreationTimeAfter: new Date(1), SortBy: 'CreationTime' } as const;
    await listModelPackages({ ModelPackageGroupName: 'movies', ModelApprovalStatus: 'Approved', ...since }, context);
    expect(store.plans.at(-1)).toContain('(account=? AND region=? AND approval=? AND name=? AND created>?');
  });
});
