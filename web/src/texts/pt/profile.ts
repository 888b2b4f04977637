import type { Texts } from '@/texts/en'

export const profile: Texts['profile'] = {
  title: 'Perfil',
  subtitle: 'Como você se chama e como falamos com você.',
  aboutYou: 'Sobre você',
  nameHelp: 'Colegas o veem ao lado do que você escreve e faz. Os clientes, não.',
  nameInvalid: 'Escreva um nome de 2 a 100 caracteres.',
  languageHelp: 'Destas páginas e dos e-mails que você recebe.',
  timeZone: 'Fuso horário',
  timeZoneHelp: 'Nele você vê os horários e planeja posts.',
  noZone: 'Não existe esse fuso.',
  preview: (now) => `Lá é agora ${now}.`,
  useZone: (zone) => `Usar o deste navegador: ${zone}`,
  save: 'Salvar',
  saved: 'Salvo.',
  email: (email) => `Você entra com ${email}.`,
}
