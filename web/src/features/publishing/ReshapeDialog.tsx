import { Button, Group, Modal, Radio, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Media } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import classes from './ReshapeDialog.module.css'
import { useReshape, type Shape } from './mediaQueries'

const ratios: readonly Shape['ratio'][] = ['4:5', '1:1', '1.91:1', '9:16']

type Props = { file: Media; onMade: (made: Media) => void; onClose: () => void }

/** A picture in a shape that Instagram takes: the whole of it with a margin, or its middle. The original stays. */
export function ReshapeDialog({ file, onMade, onClose }: Props) {
  const { library, common } = useTexts().texts
  const [shape, setShape] = useState<Shape>({ fit: 'crop', ratio: '4:5' })
  const make = useReshape()
  return (
    <Modal opened onClose={onClose} closeOnEscape={useIsTop(true)} size="lg" title={<Text fw={650} size="lg">{library.reshape}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack>
        <div className={classes.stage}><div className={classes.frame} data-fit={shape.fit} style={{ aspectRatio: shape.ratio.replace(':', ' / ') }}><img src={file.url} alt={file.fileName} /></div></div>
        <Radio.Group label={library.fit} value={shape.fit} onChange={(fit) => setShape({ ...shape, fit: fit === 'pad' ? 'pad' : 'crop' })}>
          <Group mt={6}><Radio value="crop" label={library.crop} /><Radio value="pad" label={library.pad} /></Group>
        </Radio.Group>
        <SegmentedControl aria-label={library.ratio} fullWidth value={shape.ratio} data={[...ratios]} onChange={(ratio) => setShape({ ...shape, ratio: ratios.find((one) => one === ratio) ?? '4:5' })} />
        {make.error && <ErrorAlert error={make.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{common.cancel}</Button>
          <Button loading={make.isPending} onClick={() => make.mutate({ id: file.id, ...shape }, { onSuccess: (made) => { onMade(made); onClose() } })}>{library.makeCopy}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
