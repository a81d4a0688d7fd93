/** How members are named in XML documents and in fields of the query protocol. */
import type { ListShape, MapShape, MemberModel, ServiceModel } from '../models/service-model.ts';
import { shapeOf } from './compiled-shapes.ts';

export interface ContainerNames {
  readonly flattened: boolean;
  /** The element of one entry; of a flattened list or map it stands directly in the structure. */
  readonly entry: string;
}

const isFlattened = (member: MemberModel, shape: ListShape | MapShape): boolean =>
  member.flattened === true || shape.flattened === true;

/** The element of a member: of a flattened list the name that the list gives its members comes first. */
export const elementName = (model: ServiceModel, name: string, member: MemberModel): string => {
  const shape = shapeOf(model, member.shape);
  const inner = shape.type === 'list' && isFlattened(member, shape) ? shape.member.locationName : undefined;
  return inner ?? member.locationName ?? name;
};

export const containerNames = (member: MemberModel, shape: ListShape | MapShape): ContainerNames => ({
  flattened: isFlattened(member, shape),
  entry: shape.type === 'list' ? (shape.member.locationName ?? 'member') : 'entry',
});
