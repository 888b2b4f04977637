import type { Texts } from '@/texts/en'

export const privacy: Texts['privacy'] = {
  statusTitle: 'Exclusão de dados',
  statusText: 'O que aconteceu com um pedido de exclusão de dados. Esta página não cita ninguém.',
  code: 'Código de confirmação',
  look: 'Consultar',
  states: { received: 'Recebido', under_way: 'Em andamento', done: 'Concluído', cancelled: 'Cancelado' },
  received: 'Pedido recebido',
  underWay: 'Exclusão em andamento',
  beginsSoon: 'Começa em menos de um minuto.',
  beginsOn: (day) => `Começa em ${day}. Até lá, pode ser cancelado.`,
  done: 'Tudo foi excluído',
  promised: (day) => `No máximo até ${day}.`,
  doneText: 'Resta apenas o registro de que alguém pediu e de quando foi feito, sem nome. As cópias de segurança são substituídas em até 30 dias.',
  cancelled: 'Cancelado',
  cancelledText: 'O pedido foi cancelado antes que algo fosse excluído.',
}
