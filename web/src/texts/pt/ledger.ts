import type { Texts } from '@/texts/en'

export const ledger: Texts['ledger'] = {
  title: 'O que aconteceu',
  attempt: (number) => `tentativa ${number}`,
  times: (count) => `perguntado ${count} vezes`,
  noAnswer: 'Nenhuma resposta foi vista.',
  code: (code, subcode, trace) => `Código do Instagram ${subcode ? `${code}/${subcode}` : code}${trace ? ` · ${trace}` : ''}`,
  step: {
    container: 'Mídia entregue', status: 'Consulta se a mídia foi processada', publish: 'Publicação', 'find-out': 'Verificação se está no ar', comment: 'Primeiro comentário escrito',
    'find-comment': 'Procura pelo primeiro comentário', medium: 'Leitura da publicação no ar', check: 'Verificação antes de publicar',
  },
  answer: { ok: 'O Instagram aceitou.', refused: 'O Instagram recusou.', reconnect: 'A conta precisa ser conectada de novo.', retry: 'O Instagram pediu para esperar.', unknown: 'Não se sabe se o Instagram aceitou.' },
  decision: {
    made: '', ready: 'Pronta para o horário.', wait: 'Aguardando.', live: 'Está no ar.', 'live-unrecognised': 'Está no ar; o link ainda não é conhecido.', again: 'Nova tentativa.', 'new-container': 'Começada do início.',
    postponed: 'Mais uma tentativa no horário.', 'find-out': 'Em verificação.', failed: 'Desistência.', cancelled: 'Cancelada.', commented: 'O comentário está lá.', 'not-commented': 'Sem o comentário.',
    'comment-again': 'O comentário será tentado de novo.', 'look-again': 'Verificada de novo mais tarde.', done: '',
  },
}
