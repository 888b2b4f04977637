import type { Texts } from '@/texts/en'

export const policies: Texts['policies'] = {
  names: { terms: 'Termos de uso', privacy: 'Política de privacidade', marketing: 'Novidades por e-mail', analytics: 'Estatísticas de uso', ai: 'Ajuda de inteligência artificial' },
  purposes: {
    marketing: 'Que possamos escrever para você sobre novidades e ofertas. No momento, não existe nenhum e-mail desses.',
    analytics: 'Que possamos contar como você usa as páginas, para melhorá-las. No momento, nada disso é contado.',
    ai: 'Que textos em que você trabalha possam ir a um provedor de inteligência artificial, para sugestões. No momento, nenhum está conectado.',
  },
  accept: { terms: 'Aceito os termos de uso', privacy: 'Li a política de privacidade' },
  read: { terms: 'Ler os termos de uso', privacy: 'Ler a política de privacidade' },
  missing: { terms: 'Aceite os termos de uso para continuar.', privacy: 'Leia a política de privacidade e confirme para continuar.' },
  askTitle: 'Antes de continuar',
  askFirst: 'Agora pedimos a todos que concordem com estes textos. Leva um minuto, e perguntamos uma só vez.',
  askAgain: 'Mudou um texto com que você tinha concordado. Leia-o, por favor; perguntamos uma só vez.',
  goOn: 'Continuar',
  disagree: 'Não concordo',
  consentsTitle: 'Com o que você concordou',
  consentsText: 'Os dois primeiros são a base para usar o produto. Os outros são escolha sua: ficam desligados até você ligar, e nada aqui funciona menos sem eles.',
  needed: 'Necessário',
  acceptedOn: (version, day) => `Versão ${version}, aceita em ${day}.`,
  notAnswered: 'Ainda não perguntamos.',
  takeBack: 'O que está ligado é retirado ao desligar. Os termos e a política de privacidade são retirados ao excluir sua conta, mais abaixo.',
  history: 'Mostrar todas as minhas respostas',
  gave: (what, version) => `Concordou: ${what}, versão ${version}`,
  tookBack: (what, version) => `Retirou: ${what}, versão ${version}`,
  version: (version) => `Versão ${version}`,
  elsewhere: 'O texto em vigor está aqui:',
  contactTitle: 'Dúvidas',
  contact: 'Escreva para',
  noContact: 'Pergunte a quem opera esta instalação: as pessoas que lhe deram o endereço.',
  terms: {
    intro: 'Estes termos valem entre você e quem opera esta instalação da Social Selling Platform (“nós”).',
    sections: [
      { heading: 'O que é', lines: ['Com ela você responde a mensagens e comentários de contas do Instagram, planeja e publica posts e trabalha neles com outras pessoas.'] },
      {
        heading: 'Sua conta',
        lines: ['Informe seu próprio nome e um e-mail que você lê.', 'Guarde sua senha só para você e troque-a quando alguém puder conhecê-la.', 'O que é feito com sua conta conta como feito por você, até você nos avisar que outra pessoa entrou.'],
      },
      {
        heading: 'O que você pode fazer',
        lines: [
          'Conectar contas que são suas ou cujos donos permitem que você aja por eles.', 'Respeitar a lei e as regras do Instagram: nada de mensagens em massa indesejadas, de enganar alguém ou de violar direitos de outras pessoas.',
          'Não tentar chegar aos dados de outras pessoas nem atrapalhar o serviço.',
        ],
      },
      { heading: 'O que é seu continua seu', lines: ['Textos, imagens e clientes continuam seus. Você nos permite guardá-los e enviá-los na medida em que o serviço precisa, e nada além disso.'] },
      { heading: 'O que prometemos', lines: ['Operamos o serviço com cuidado. Não podemos prometer que sempre funcione nem que o Instagram aceite tudo. Respondemos como a lei determina.'] },
      { heading: 'O fim', lines: ['Você pode excluir sua conta a qualquer momento em Configurações → Privacidade. Podemos encerrar contas que violem estes termos, dizendo por quê.'] },
      { heading: 'Mudanças', lines: ['Quando estes termos mudam, mostramos a nova versão e perguntamos antes de você continuar.'] },
    ],
  },
  privacy: {
    intro: 'Esta página diz o que esta instalação da Social Selling Platform guarda de você, para quê, e o que você pode fazer a respeito. Quem opera a instalação responde por isso (“nós”).',
    sections: [
      {
        heading: 'O que guardamos de você',
        lines: [
          'Nome, e-mail, idioma e fuso horário.', 'Quando, de qual endereço IP e com qual navegador você entrou, e o que fez que importa para a segurança ou para o que vai ao ar.',
          'O que você escreve, planeja e envia.', 'Com o que você concordou, quando, de onde, e em qual versão e idioma.',
        ],
      },
      { heading: 'Para quê', lines: ['Para prestar o serviço que você pediu, manter as contas seguras e cumprir a lei. Para nada mais, a menos que você concorde.'] },
      {
        heading: 'Os dados dos seus clientes',
        lines: ['Mensagens, comentários e perfis de quem escreve para suas contas são guardados para você e seu espaço de trabalho. Você responde por eles; proprietários e administradores podem exportá-los e apagá-los, pessoa por pessoa.'],
      },
      {
        heading: 'Quem recebe',
        lines: ['A Meta recebe o que você envia e publica.', 'Quem opera servidores e e-mail para nós vê o necessário para isso, por contrato.', 'Não vendemos nem compartilhamos seus dados, e não há publicidade. Não há do que optar por sair.'],
      },
      {
        heading: 'Por quanto tempo',
        lines: [
          'Mensagens por um ano; originais de fotos e vídeos por meio ano depois de publicados, as miniaturas por mais tempo; acessos por um ano; o registro de atividade por sete anos. Podemos ter definido outros prazos.', 'Todo o resto até você excluir sua conta: 30 dias depois, é apagado. As cópias de segurança, se houver, o mantêm até serem substituídas; pergunte-nos quanto tempo isso leva.',
        ],
      },
      {
        heading: 'Cookies',
        lines: [
          'Só aqueles sem os quais ninguém pode entrar: um para sua sessão, um por alguns minutos enquanto você conecta uma conta, e um para operadores.', 'Seu navegador também lembra o idioma e o tema claro ou escuro. Nada disso segue você, e ninguém mais grava cookies aqui.',
          'Por isso não há aviso de cookies: não há o que escolher.',
        ],
      },
      { heading: 'Com o que mais você pode concordar', lines: ['Novidades por e-mail, estatísticas de uso e ajuda de inteligência artificial. Cada uma fica desligada até você ligar e pode ser retirada a qualquer momento em Configurações → Privacidade.'] },
      {
        heading: 'Seus direitos',
        lines: [
          'Ver e levar o que guardamos de você, corrigir e apagar: em Configurações → Privacidade e Segurança.', 'Opor-se a um uso ou restringi-lo: escreva para nós. Respondemos em até 30 dias.',
          'Reclamar à autoridade de proteção de dados: no Brasil, a ANPD.',
        ],
      },
      { heading: 'Mudanças', lines: ['Quando esta política muda, mostramos a nova versão e perguntamos antes de você continuar.'] },
    ],
  },
}
