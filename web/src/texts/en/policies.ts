type Section = { heading: string; lines: string[] }

/** The texts that people agree to, and the asking. The built-in ones are short on purpose, and true of the product as it is: an operator who does more with data has a text of their own. */
export const policies = {
  names: { terms: 'Terms of use', privacy: 'Privacy policy', marketing: 'News by mail', analytics: 'Statistics of use', ai: 'Help by artificial intelligence' } as Record<string, string>,
  purposes: {
    marketing: 'That we may write to you about new features and offers. There is no such mail at present.',
    analytics: 'That we may count how you use the pages, to make them better. Nothing of the kind is counted at present.',
    ai: 'That texts you work on may go to a provider of artificial intelligence, for suggestions. None is connected at present.',
  } as Record<string, string>,
  accept: { terms: 'I accept the terms of use', privacy: 'I have read the privacy policy' },
  read: { terms: 'Read the terms of use', privacy: 'Read the privacy policy' },
  missing: { terms: 'Accept the terms of use to go on.', privacy: 'Read the privacy policy, and say so, to go on.' },
  askTitle: 'Before you go on',
  askFirst: 'The product now asks everybody to agree to these texts. It takes a minute, and you are asked once.',
  askAgain: 'A text that you agreed to has changed. Please read it; you are asked once.',
  goOn: 'Go on',
  disagree: 'I do not agree',
  consentsTitle: 'What you agreed to',
  consentsText: 'The first two are what the product is used on. The others are yours to give: they are off until you switch them on, and nothing here works less without them.',
  needed: 'Needed',
  acceptedOn: (version: string, day: string) => `Version ${version}, accepted on ${day}.`,
  notAnswered: 'Not asked yet.',
  takeBack: 'What is switched on is taken back by switching it off. The terms and the privacy policy are taken back by deleting your account, below.',
  history: 'Show all my answers',
  gave: (what: string, version: string) => `Agreed: ${what}, version ${version}`,
  tookBack: (what: string, version: string) => `Taken back: ${what}, version ${version}`,
  version: (version: string) => `Version ${version}`,
  elsewhere: 'The text in force is here:',
  contactTitle: 'Questions',
  contact: 'Write to',
  noContact: 'Ask whoever runs this installation: the people who gave you its address.',
  terms: {
    intro: 'These terms are between you and whoever runs this installation of the Social Selling Platform (“we”).',
    sections: [
      { heading: 'What it is', lines: ['With it you answer messages and comments of Instagram accounts, plan and publish posts, and work on them together with others.'] },
      {
        heading: 'Your account',
        lines: ['Give your own name and an e-mail address that you read.', 'Keep your password to yourself, and change it when somebody else may know it.', 'What is done with your account counts as done by you, until you tell us that somebody else has got in.'],
      },
      {
        heading: 'What you may do with it',
        lines: [
          'Connect accounts that are yours, or whose owners let you act for them.', 'Keep to the law and to Instagram’s rules: no unwanted bulk messages, no deception, nothing that violates the rights of others.',
          'Do not try to get at other people’s data, or to disturb the service.',
        ],
      },
      { heading: 'What is yours stays yours', lines: ['Texts, pictures and customers stay yours. You let us store and send them as far as the service needs it, and no further.'] },
      { heading: 'What we promise', lines: ['We run the service with care. We cannot promise that it always works, or that Instagram takes everything. We are liable as the law says.'] },
      { heading: 'The end', lines: ['You can delete your account at any time under Settings → Privacy. We may close accounts that break these terms, and tell you why.'] },
      { heading: 'Changes', lines: ['When these terms change, you are shown the new version and asked before you go on.'] },
    ] as Section[],
  },
  privacy: {
    intro: 'This page says what this installation of the Social Selling Platform keeps of you, what for, and what you can do about it. Whoever runs the installation answers for it (“we”).',
    sections: [
      {
        heading: 'What is kept of you',
        lines: [
          'Name, e-mail address, language and time zone.', 'When, from which IP address and with which browser you signed in, and what you did that matters for security or for what goes live.',
          'What you write, plan and upload.', 'What you agreed to, when, from where, and in which version and language.',
        ],
      },
      { heading: 'What for', lines: ['To give you the service that you asked for, to keep accounts safe, and to do what the law wants of us. For nothing else, unless you agree to it.'] },
      {
        heading: 'Your customers’ data',
        lines: ['Messages, comments and profiles of people who write to your accounts are kept for you and your workspace. You answer for them; owners and admins can export and erase them, person by person.'],
      },
      {
        heading: 'Who gets it',
        lines: ['Meta gets what you send and publish.', 'Those who run servers and mail for us see what that takes, by contract.', 'We do not sell or share it, and there is no advertising. There is nothing to opt out of.'],
      },
      {
        heading: 'For how long',
        lines: [
          'Messages for a year; originals of pictures and videos half a year after they were published, their previews longer; sign-ins for a year; the log of activity for seven years. We may have set other times.', 'Everything else until you delete your account: 30 days later it is erased. Backups, if there are any, keep it until they are overwritten; ask us how long that takes.',
        ],
      },
      {
        heading: 'Cookies',
        lines: [
          'Only those without which nobody can be signed in: one for your session, one for some minutes while you connect an account, and one for operators.', 'Your browser also remembers language and light or dark. None of this follows you anywhere, and nobody else sets any.',
          'That is why there is no banner: there is nothing to choose.',
        ],
      },
      { heading: 'What you may agree to besides', lines: ['News by mail, statistics of use, and help by artificial intelligence. Each is off until you switch it on, and taken back at any time, under Settings → Privacy.'] },
      {
        heading: 'Your rights',
        lines: [
          'See and take along what is kept of you, have it put right, have it erased: under Settings → Privacy and Security.', 'Object to a use, or have it restricted: write to us. We answer within 30 days.',
          'Complain to the authority for data protection where you live.',
        ],
      },
      { heading: 'Changes', lines: ['When this policy changes, you are shown the new version and asked before you go on.'] },
    ] as Section[],
  },
}
