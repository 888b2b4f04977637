import { useTexts } from '@/texts/Texts'
import type { ReplyTemplate } from '@/api/types'
import classes from './Composer.module.css'

type Props = { id: string; templates: readonly ReplyTemplate[]; chosen: number; onChoose: (template: ReplyTemplate) => void }

/** The templates that fit what is typed after the slash. The field keeps the focus: arrows move, Enter takes. */
export function Suggestions({ id, templates, chosen, onChoose }: Props) {
  const { sending } = useTexts().texts
  return (
    <div id={id} className={classes.suggestions} role="listbox" aria-label={sending.templates} tabIndex={-1}>
      {templates.length === 0 && <div className={classes.suggestion} role="option" aria-selected={false} aria-disabled tabIndex={-1}>{sending.noTemplate}</div>}
      {templates.map((template, at) => (
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- The field that owns the list has the keys.
        <div
          key={template.id} id={`${id}-${at}`} className={classes.suggestion} role="option" aria-selected={at === chosen} tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()} onClick={() => onChoose(template)}
        >
          <span><b>{template.name}</b>{template.shortcut && ` · /${template.shortcut}`}</span>
          <span>{template.text}</span>
        </div>
      ))}
    </div>
  )
}
