export const ledger = {
  title: 'What happened',
  attempt: (number: number) => `attempt ${number}`,
  times: (count: number) => `asked ${count} times`,
  noAnswer: 'No answer was seen.',
  code: (code: number, subcode: number | null, trace: string | null) => `Instagram's code ${subcode ? `${code}/${subcode}` : code}${trace ? ` · ${trace}` : ''}`,
  step: {
    container: 'Handed the media over', status: 'Asked whether the media are processed', publish: 'Published', 'find-out': 'Looked whether it is live', comment: 'Wrote the first comment',
    'find-comment': 'Looked for the first comment', medium: 'Read the published post', check: 'Checked before publishing',
  } as Record<string, string>,
  answer: { ok: 'Instagram took it.', refused: 'Instagram refused it.', reconnect: 'The account has to be connected again.', retry: 'Instagram asked to wait.', unknown: 'Whether Instagram took it is not known.' } as Record<string, string>,
  decision: {
    made: '', ready: 'Ready for its time.', wait: 'Waiting.', live: 'It is live.', 'live-unrecognised': 'It is live; its link is not known yet.', again: 'Tried again.', 'new-container': 'Begun afresh.',
    postponed: 'Tried once more at its time.', 'find-out': 'Being found out.', failed: 'Given up.', cancelled: 'Cancelled.', commented: 'The comment is there.', 'not-commented': 'Without the comment.',
    'comment-again': 'The comment is tried again.', 'look-again': 'Looked again later.', done: '',
  } as Record<string, string>,
}
