import type { Texts } from '@/texts/en'

export const privacy: Texts['privacy'] = {
  statusTitle: 'Eliminación de datos',
  statusText: 'Qué ha pasado con una solicitud de eliminar datos. Esta página no nombra a nadie.',
  code: 'Código de confirmación',
  look: 'Consultar',
  states: { received: 'Recibida', under_way: 'En curso', done: 'Terminada', cancelled: 'Anulada' },
  received: 'Solicitud recibida',
  underWay: 'Eliminación en curso',
  beginsSoon: 'Empieza en menos de un minuto.',
  beginsOn: (day) => `Empieza el ${day}. Hasta entonces se puede anular.`,
  done: 'Todo está eliminado',
  promised: (day) => `A más tardar el ${day}.`,
  doneText: 'Solo queda constancia de que alguien lo pidió y de cuándo se hizo, sin ningún nombre. Las copias de seguridad se sobrescriben en 30 días.',
  cancelled: 'Anulada',
  cancelledText: 'La solicitud se anuló antes de que se eliminara nada.',
}
