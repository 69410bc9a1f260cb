// The JSON Schema of one agent in `rules/agents/`.

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, minItems: 1 };

export const agentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'images', 'needs', 'since', 'level', 'uses', 'change', 'references'],
  properties: {
    id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
    title: text,
    signals: texts,
    images: texts,
    needs: { type: 'array', items: { type: 'string', minLength: 3, pattern: '^[ -~]+$' }, minItems: 1 },
    since: { type: 'string', pattern: '^(\\d+(\\.\\d+){0,2}|always|never|unknown)$' },
    configuredBy: texts,
    level: { enum: ['error', 'warning', 'note'] },
    uses: text,
    change: text,
    references: { type: 'array', items: { type: 'string', pattern: '^https://' }, minItems: 1 },
  },
} as const;
