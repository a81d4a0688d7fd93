/** The model's signature: JSON Schemas (2020-12) of one request and one answer of `predict`. */

export const signature = {
  input: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      user_id: { type: ['integer', 'string'], minLength: 1, description: 'As in the watch log.' },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 10, description: 'How many movies.' },
    },
    required: ['user_id'],
    additionalProperties: false,
  },
  output: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      user_id: { type: ['integer', 'string'] },
      known: { type: 'boolean', description: 'Whether the training data holds a history of the user.' },
      items: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            content_id: { type: 'integer' },
            title: { type: 'string' },
            score: { type: 'number' },
          },
          required: ['content_id', 'score'],
        },
      },
    },
    required: ['user_id', 'known', 'items'],
  },
} as const;
