import js from '@eslint/js'
import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import ts from 'typescript-eslint'

const features = ['accounts', 'automation', 'comments', 'identity', 'inbox', 'notifications', 'operators', 'publishing', 'security', 'team']
const forbid = (...group) => ({ group, message: 'Features stand alone; ui/ and lib/ know neither features nor routes; routes/ composes.' })
const parents = { group: ['../*'], message: 'Write @/… for what lies outside this folder.' }
const only = (files, ...patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns: [parents, ...patterns] }] } })

export default ts.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ts.configs.strict,
  a11y.flatConfigs.strict,
  {
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // A `type` reads the same for records and unions.
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
    },
  },
  only(['src/**']),
  only(['src/lib/**'], forbid('@/features/*', '@/routes/*', '@/ui/*', '@/api/*', '@/texts/*')),
  only(['src/ui/**', 'src/texts/**'], forbid('@/features/*', '@/routes/*')),
  only(['src/api/**'], forbid('@/features/*', '@/routes/*', '@/ui/*')),
  ...features.map((feature) =>
    only([`src/features/${feature}/**`], forbid('@/routes/*', ...features.filter((other) => other !== feature).map((other) => `@/features/${other}/*`))),
  ),
)
