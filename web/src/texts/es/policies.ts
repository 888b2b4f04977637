import type { Texts } from '@/texts/en'

export const policies: Texts['policies'] = {
  names: { terms: 'Términos de uso', privacy: 'Política de privacidad', marketing: 'Novedades por correo', analytics: 'Estadísticas de uso', ai: 'Ayuda de inteligencia artificial' },
  purposes: {
    marketing: 'Que podamos escribirte sobre novedades y ofertas. Por ahora no existe ningún correo así.',
    analytics: 'Que podamos contar cómo usas las páginas, para mejorarlas. Por ahora no se cuenta nada de eso.',
    ai: 'Que los textos en los que trabajas puedan ir a un proveedor de inteligencia artificial, para sugerencias. Por ahora no hay ninguno conectado.',
  },
  accept: { terms: 'Acepto los términos de uso', privacy: 'He leído la política de privacidad' },
  read: { terms: 'Leer los términos de uso', privacy: 'Leer la política de privacidad' },
  missing: { terms: 'Acepta los términos de uso para continuar.', privacy: 'Lee la política de privacidad y confírmalo para continuar.' },
  askTitle: 'Antes de continuar',
  askFirst: 'Ahora pedimos a todos que acepten estos textos. Lleva un minuto, y se pregunta una sola vez.',
  askAgain: 'Ha cambiado un texto que habías aceptado. Léelo, por favor; se pregunta una sola vez.',
  goOn: 'Continuar',
  disagree: 'No estoy de acuerdo',
  consentsTitle: 'Lo que has aceptado',
  consentsText: 'Los dos primeros son la base para usar el producto. Los demás los decides tú: están apagados hasta que los enciendes, y sin ellos todo funciona igual.',
  needed: 'Necesario',
  acceptedOn: (version, day) => `Versión ${version}, aceptada el ${day}.`,
  notAnswered: 'Aún no se ha preguntado.',
  takeBack: 'Lo que está encendido se retira apagándolo. Los términos y la política de privacidad se retiran eliminando tu cuenta, más abajo.',
  history: 'Mostrar todas mis respuestas',
  gave: (what, version) => `Aceptaste: ${what}, versión ${version}`,
  tookBack: (what, version) => `Retiraste: ${what}, versión ${version}`,
  version: (version) => `Versión ${version}`,
  elsewhere: 'El texto vigente está aquí:',
  contactTitle: 'Preguntas',
  contact: 'Escribe a',
  noContact: 'Pregunta a quien opera esta instalación: las personas que te dieron su dirección.',
  terms: {
    intro: 'Estos términos rigen entre tú y quien opera esta instalación de la Social Selling Platform («nosotros»).',
    sections: [
      { heading: 'Qué es', lines: ['Con ella respondes a mensajes y comentarios de cuentas de Instagram, planificas y publicas, y trabajas en ello con otras personas.'] },
      {
        heading: 'Tu cuenta',
        lines: ['Da tu propio nombre y un correo que leas.', 'Guarda tu contraseña solo para ti y cámbiala cuando otra persona pueda conocerla.', 'Lo que se hace con tu cuenta cuenta como hecho por ti, hasta que nos avises de que ha entrado otra persona.'],
      },
      {
        heading: 'Qué puedes hacer',
        lines: [
          'Conectar cuentas que son tuyas o cuyos dueños te dejan actuar por ellos.', 'Respetar la ley y las reglas de Instagram: nada de mensajes masivos no deseados, de engaños ni de vulnerar derechos de otros.',
          'No intentar llegar a los datos de otras personas ni perturbar el servicio.',
        ],
      },
      { heading: 'Lo tuyo sigue siendo tuyo', lines: ['Los textos, las imágenes y los clientes siguen siendo tuyos. Nos permites guardarlos y enviarlos en la medida en que el servicio lo necesita, y nada más.'] },
      { heading: 'Qué prometemos', lines: ['Operamos el servicio con cuidado. No podemos prometer que funcione siempre ni que Instagram lo acepte todo. Respondemos como dice la ley.'] },
      { heading: 'El final', lines: ['Puedes eliminar tu cuenta en cualquier momento en Ajustes → Privacidad. Podemos cerrar las cuentas que incumplan estos términos, diciendo por qué.'] },
      { heading: 'Cambios', lines: ['Cuando cambian estos términos, te mostramos la versión nueva y te preguntamos antes de que continúes.'] },
    ],
  },
  privacy: {
    intro: 'Esta página dice qué guarda de ti esta instalación de la Social Selling Platform, para qué, y qué puedes hacer al respecto. Responde de ello quien opera la instalación («nosotros»).',
    sections: [
      {
        heading: 'Qué se guarda de ti',
        lines: [
          'Nombre, correo, idioma y zona horaria.', 'Cuándo, desde qué dirección IP y con qué navegador entraste, y lo que hiciste que importa para la seguridad o para lo que se publica.',
          'Lo que escribes, planificas y subes.', 'Lo que has aceptado, cuándo, desde dónde, y en qué versión e idioma.',
        ],
      },
      { heading: 'Para qué', lines: ['Para darte el servicio que pediste, mantener seguras las cuentas y cumplir la ley. Para nada más, salvo que lo aceptes.'] },
      {
        heading: 'Los datos de tus clientes',
        lines: ['Los mensajes, comentarios y perfiles de quienes escriben a tus cuentas se guardan para ti y tu espacio de trabajo. Tú respondes de ellos; los propietarios y administradores pueden exportarlos y borrarlos, persona por persona.'],
      },
      {
        heading: 'Quién los recibe',
        lines: ['Meta recibe lo que envías y publicas.', 'Quienes operan servidores y correo para nosotros ven lo que eso requiere, por contrato.', 'No los vendemos ni los compartimos, y no hay publicidad. No hay nada de lo que darse de baja.'],
      },
      {
        heading: 'Cuánto tiempo',
        lines: [
          'Los mensajes, un año; los originales de fotos y vídeos, medio año desde su publicación, y sus vistas previas más tiempo; los inicios de sesión, un año; el registro de actividad, siete años. Puede que hayamos fijado otros plazos.', 'Todo lo demás hasta que elimines tu cuenta: 30 días después se borra. Las copias de seguridad, si las hay, lo conservan hasta que se sobrescriben; pregúntanos cuánto tiempo tarda.',
        ],
      },
      {
        heading: 'Cookies',
        lines: [
          'Solo aquellas sin las que nadie puede iniciar sesión: una para tu sesión, otra durante unos minutos mientras conectas una cuenta, y otra para operadores.', 'Tu navegador recuerda además el idioma y el tema claro u oscuro. Nada de esto te sigue a ningún sitio, y nadie más deja cookies aquí.',
          'Por eso no hay aviso de cookies: no hay nada que elegir.',
        ],
      },
      { heading: 'Qué más puedes aceptar', lines: ['Novedades por correo, estadísticas de uso y ayuda de inteligencia artificial. Cada cosa está apagada hasta que la enciendes, y se retira en cualquier momento en Ajustes → Privacidad.'] },
      {
        heading: 'Tus derechos',
        lines: [
          'Ver y llevarte lo que se guarda de ti, corregirlo y borrarlo: en Ajustes → Privacidad y Seguridad.', 'Oponerte a un uso o limitarlo: escríbenos. Respondemos en 30 días.',
          'Reclamar ante la autoridad de protección de datos: en España, la AEPD.',
        ],
      },
      { heading: 'Cambios', lines: ['Cuando cambia esta política, te mostramos la versión nueva y te preguntamos antes de que continúes.'] },
    ],
  },
}
