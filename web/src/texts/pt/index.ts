import type { Texts } from '@/texts/en'
import { accounts } from './accounts'
import { automation } from './automation'
import { comments } from './comments'
import { common } from './common'
import { crm } from './crm'
import { identity } from './identity'
import { inbox } from './inbox'
import { operators } from './operators'
import { publishing } from './publishing'
import { search } from './search'
import { sending } from './sending'

export const pt: Texts = { common, identity, accounts, automation, inbox, comments, crm, operators, publishing, search, sending }
