/** SageMaker's tags: what the service is made of here. */
import { defineArea } from '../area.ts';
import { addTags } from './add-tags.ts';
import { deleteTags } from './delete-tags.ts';
import { listTags } from './list-tags.ts';
import { TAG_SCHEMA } from './tag-table.ts';

export const tags = defineArea({
  schema: [...TAG_SCHEMA],
  handlers: {
    AddTags: addTags,
    DeleteTags: deleteTags,
    ListTags: listTags,
  },
});
