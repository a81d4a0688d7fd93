/** The types of a model's features, as its declaration says them: of records written, and of rows read. */
import type { FeatureType } from './features-schema.ts';

/** Literal keys only: a declared model has those of its declaration, beside the `string` of every model. */
type Literal<Keys> = Keys extends string ? (string extends Keys ? never : Keys) : never;
type LiteralKeys<Of> = string & keyof { [Key in keyof Of as Literal<Key>]: 0 };
/** The declared names; any where the declaration is not known. */
type Names<Of> = [LiteralKeys<Of>] extends [never] ? string : LiteralKeys<Of>;

type FeaturesOf<M> = M extends { readonly features?: infer Section } ? NonNullable<Section> : never;
type GroupsOf<M> = FeaturesOf<M> extends { readonly groups: infer Groups } ? Groups : never;
type ViewsOf<M> = FeaturesOf<M> extends { readonly views?: infer Views } ? NonNullable<Views> : never;
type Of<Owner, Name> = Name extends keyof Owner ? Owner[Name] : never;

/** The names of a model's feature groups. */
export type FeatureGroupName<M> = Names<GroupsOf<M>>;
/** The names of a model's feature views. */
export type FeatureViewName<M> = Names<ViewsOf<M>>;

interface Read {
  Integral: number;
  Fractional: number;
  String: string;
}
interface Written {
  Integral: number | bigint;
  Fractional: number;
  String: string;
}
interface WrittenTime {
  Integral: never;
  Fractional: number | Date;
  String: string | Date;
}

type TypesOf<Group> = Group extends { readonly features: infer Types } ? Types : never;
type Identifier<Group> = Group extends { readonly recordIdentifier: infer Name } ? Name & string : never;
type EventTime<Group> = Group extends { readonly eventTime: infer Name } ? Name & string : never;
type TypeOf<Group, Feature> = Of<TypesOf<Group>, Feature> & FeatureType;

type Flat<Shape> = { [Key in keyof Shape]: Shape[Key] };

type RecordOf<Group> =
  string extends Names<TypesOf<Group>>
    ? Readonly<Record<string, string | number | bigint | Date | null | undefined>>
    : Flat<
        { readonly [Key in Identifier<Group>]: Written[TypeOf<Group, Key>] } & {
          readonly [Key in EventTime<Group>]: WrittenTime[TypeOf<Group, Key>];
        } & {
          readonly [Key in Exclude<Names<TypesOf<Group>>, Identifier<Group> | EventTime<Group>>]?:
            Written[TypeOf<Group, Key>] | null | undefined;
        }
      >;

/** A record to write to a group: the identifier and the event time, and any of the other features. */
export type FeatureRecord<M, Group extends FeatureGroupName<M>> = RecordOf<Of<GroupsOf<M>, Group>>;

type SourcesOf<View> = View extends { readonly groups: infer Sources } ? Sources : never;
type Taken<Source> = Source extends { readonly features: readonly (infer Feature)[] } ? Literal<Feature> : never;
type Prefix<Source> = Source extends { readonly prefix: infer Text extends string } ? Text : '';
type Column<Source, Feature extends string> = string extends Prefix<Source> ? Feature : `${Prefix<Source>}${Feature}`;

type ColumnsOf<M, Group, Source> = {
  [Feature in Taken<Source> as Column<Source, Feature>]: Read[TypeOf<Of<GroupsOf<M>, Group>, Feature>] | null;
};
type Union<Parts> = Parts[keyof Parts];
type Intersection<Parts> = (Parts extends unknown ? (part: Parts) => void : never) extends (all: infer All) => void
  ? All
  : never;

type RowOf<M, Sources> =
  string extends Names<Sources>
    ? Record<string, string | number | null>
    : Flat<Intersection<Union<{ [Group in Names<Sources>]: ColumnsOf<M, Group, Of<Sources, Group>> }>>>;

/** The features of a view as they are read, by column; null where there is none at that time. */
export type FeatureRow<M, View extends FeatureViewName<M>> = RowOf<M, SourcesOf<Of<ViewsOf<M>, View>>>;

type KeyOf<M, Group, Source> = Source extends { readonly key: infer Key extends string }
  ? string extends Key
    ? Identifier<Of<GroupsOf<M>, Group>>
    : Key
  : Identifier<Of<GroupsOf<M>, Group>>;
type KeysOf<M, Group, Source> = {
  readonly [Key in KeyOf<M, Group, Source>]: Written[TypeOf<
    Of<GroupsOf<M>, Group>,
    Identifier<Of<GroupsOf<M>, Group>>
  >];
};
type KeyRow<M, Sources> =
  string extends Names<Sources>
    ? Readonly<Record<string, string | number | bigint>>
    : Flat<Intersection<Union<{ [Group in Names<Sources>]: KeysOf<M, Group, Of<Sources, Group>> }>>>;

/** The identifiers that a row of a view is read by. */
export type FeatureKeys<M, View extends FeatureViewName<M>> = KeyRow<M, SourcesOf<Of<ViewsOf<M>, View>>>;

/** A declaration whose names refer to what it declares; what does not, does not compile. */
export type CheckedFeatures<Declaration> = Declaration extends { readonly features: { readonly groups: infer Groups } }
  ? {
      readonly features: {
        readonly groups: {
          readonly [Group in keyof Groups]: {
            readonly recordIdentifier: keyof TypesOf<Groups[Group]>;
            readonly eventTime: keyof TypesOf<Groups[Group]>;
          };
        };
        readonly views?: {
          readonly [View in keyof ViewsOf<Declaration>]: {
            readonly groups: {
              readonly [Group in keyof SourcesOf<ViewsOf<Declaration>[View]>]: Group extends keyof Groups
                ? {
                    readonly features: readonly Exclude<
                      keyof TypesOf<Groups[Group]>,
                      Identifier<Groups[Group]> | EventTime<Groups[Group]>
                    >[];
                  }
                : never;
            };
          };
        };
      };
    }
  : unknown;
