import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ContactDetail } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import { useChangeContact } from './contacts'
import classes from './Inbox.module.css'
import { LabelChecks } from './LabelChecks'
import { stageName, type Workspace } from './workspace'

const currencies = ['BRL', 'USD', 'EUR', 'MXN', 'ARS', 'COP', 'CLP', 'PEN', 'UYU', 'GBP']
const homeCurrency: Record<string, string> = { pt: 'BRL', es: 'EUR', en: 'USD' }

/** What colleagues note about a customer. Each part is stored as soon as it is changed. */
export function ContactForm({ detail, workspace }: { detail: ContactDetail; workspace: Workspace }) {
  const { texts } = useTexts()
  const { crm } = texts
  const change = useChangeContact(detail.contact.id)
  return (
    <Stack gap="md">
      <NativeSelect
        label={crm.stage} value={detail.contact.stageId ?? ''} onChange={(event) => change.mutate({ stage: { id: event.currentTarget.value || null } })}
        data={[{ value: '', label: crm.noStage }, ...workspace.stages.map((stage) => ({ value: stage.id, label: stageName(stage, texts) }))]}
      />
      <Deal deal={detail.deal} onChange={(value) => change.mutate({ deal: { value } })} />
      {workspace.tags.length > 0 && <LabelChecks legend={crm.tags} labels={workspace.tags} chosen={detail.tagIds} onChange={(tagIds) => change.mutate({ tagIds })} />}
      <Attributes attributes={detail.attributes} onChange={(attributes) => change.mutate({ attributes })} />
      {change.error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{errorText(change.error, texts)}</Text>}
    </Stack>
  )
}

type Value = { amount: number; currency: string }

function Deal({ deal, onChange }: { deal: ContactDetail['deal']; onChange: (value: Value | null) => void }) {
  const { texts, language } = useTexts()
  const { crm } = texts
  const [amount, setAmount] = useState<number | string>(deal?.amount ?? '')
  const [currency, setCurrency] = useState(deal?.currency ?? homeCurrency[language] ?? 'USD')
  const store = (nextAmount: number | string, nextCurrency: string) => {
    const value = typeof nextAmount === 'number' ? { amount: nextAmount, currency: nextCurrency } : null
    if (value?.amount !== deal?.amount || value?.currency !== deal?.currency) onChange(value)
  }
  return (
    <Group gap="xs" align="end" wrap="nowrap" role="group" aria-label={crm.deal}>
      <NumberInput flex={1} label={crm.deal} value={amount} onChange={setAmount} onBlur={() => store(amount, currency)} min={0} max={999_999_999_999} decimalScale={2} hideControls thousandSeparator=" " />
      <NativeSelect
        w={92} aria-label={crm.currency} value={currency} data={[...new Set([...currencies, currency])]}
        onChange={(event) => { setCurrency(event.currentTarget.value); store(amount, event.currentTarget.value) }}
      />
    </Group>
  )
}

function Attributes({ attributes, onChange }: { attributes: ContactDetail['attributes']; onChange: (change: Record<string, string | null>) => void }) {
  const { crm } = useTexts().texts
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const add = () => {
    if (!name.trim() || !value.trim()) return
    onChange({ [name.trim()]: value.trim() })
    setName('')
    setValue('')
  }
  return (
    <div>
      <Text size="sm" fw={500} mb={6}>{crm.attributes}</Text>
      <dl className={classes.rows}>
        {Object.entries(attributes).map(([key, text]) => (
          <div key={key} className={classes.attribute}>
            <dt>{key}</dt><dd>{text}</dd>
            <ActionIcon size={24} variant="subtle" color="gray" aria-label={crm.remove(key)} onClick={() => onChange({ [key]: null })}><IconX size={14} /></ActionIcon>
          </div>
        ))}
      </dl>
      <form onSubmit={(event) => { event.preventDefault(); add() }}>
        <Group gap={6} mt={8} wrap="nowrap">
          <TextInput size="xs" w="35%" aria-label={crm.attributeName} placeholder={crm.attributeName} value={name} maxLength={40} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput size="xs" flex={1} aria-label={crm.attributeValue} placeholder={crm.attributeValue} value={value} maxLength={500} onChange={(event) => setValue(event.currentTarget.value)} />
          <Button type="submit" size="xs" variant="light" px={10} disabled={!name.trim() || !value.trim()}>{crm.add}</Button>
        </Group>
      </form>
    </div>
  )
}
