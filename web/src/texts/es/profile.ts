import type { Texts } from '@/texts/en'

export const profile: Texts['profile'] = {
  title: 'Perfil',
  subtitle: 'Cómo te llamas y cómo te hablamos.',
  aboutYou: 'Sobre ti',
  nameHelp: 'Tus colegas lo ven junto a lo que escribes y haces. Los clientes, no.',
  nameInvalid: 'Escribe un nombre de 2 a 100 caracteres.',
  languageHelp: 'De estas páginas y de los correos que recibes.',
  timeZone: 'Zona horaria',
  timeZoneHelp: 'En ella ves las horas y planificas publicaciones.',
  noZone: 'No existe esa zona.',
  preview: (now) => `Allí son ahora: ${now}.`,
  useZone: (zone) => `Usar la de este navegador: ${zone}`,
  save: 'Guardar',
  saved: 'Guardado.',
  email: (email) => `Entras con ${email}.`,
}
