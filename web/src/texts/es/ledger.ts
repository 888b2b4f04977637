import type { Texts } from '@/texts/en'

export const ledger: Texts['ledger'] = {
  title: 'Qué ha pasado',
  attempt: (number) => `intento ${number}`,
  times: (count) => `preguntado ${count} veces`,
  noAnswer: 'No se vio ninguna respuesta.',
  code: (code, subcode, trace) => `Código de Instagram ${subcode ? `${code}/${subcode}` : code}${trace ? ` · ${trace}` : ''}`,
  step: {
    container: 'Archivos entregados', status: 'Consulta de si los archivos están procesados', publish: 'Publicación', 'find-out': 'Comprobación de si está publicada', comment: 'Primer comentario escrito',
    'find-comment': 'Búsqueda del primer comentario', medium: 'Lectura de la publicación', check: 'Comprobación antes de publicar',
  },
  answer: { ok: 'Instagram la aceptó.', refused: 'Instagram la rechazó.', reconnect: 'Hay que volver a conectar la cuenta.', retry: 'Instagram pidió esperar.', unknown: 'No se sabe si Instagram la aceptó.' },
  decision: {
    made: '', ready: 'Lista para su hora.', wait: 'En espera.', live: 'Está publicada.', 'live-unrecognised': 'Está publicada; su enlace aún no se conoce.', again: 'Se intentó de nuevo.', 'new-container': 'Empezada desde cero.',
    postponed: 'Un intento más a su hora.', 'find-out': 'En comprobación.', failed: 'Se desistió.', cancelled: 'Cancelada.', commented: 'El comentario está.', 'not-commented': 'Sin el comentario.',
    'comment-again': 'Se intentará de nuevo el comentario.', 'look-again': 'Se comprobó más tarde.', done: '',
  },
}
