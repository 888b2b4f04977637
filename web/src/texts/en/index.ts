import { accounts } from './accounts'
import { activity } from './activity'
import { automation } from './automation'
import { comments } from './comments'
import { common } from './common'
import { crm } from './crm'
import { findings } from './findings'
import { identity } from './identity'
import { inbox } from './inbox'
import { keys } from './keys'
import { ledger } from './ledger'
import { library } from './library'
import { notifications } from './notifications'
import { operators } from './operators'
import { policies } from './policies'
import { privacy } from './privacy'
import { profile } from './profile'
import { publishing } from './publishing'
import { search } from './search'
import { security } from './security'
import { sending } from './sending'
import { team } from './team'
import { webhooks } from './webhooks'

export const en = { common, identity, accounts, activity, automation, inbox, comments, crm, findings, keys, ledger, library, notifications, operators, policies, privacy, profile, publishing, search, security, sending, team, webhooks }

/** Every word a person reads. The other languages have this type: a missing one does not compile. */
export type Texts = typeof en
