import type { components } from './schema'

type Schemas = components['schemas']

export type Account = Schemas['AccountView']
export type AccountEvent = Schemas['AccountEventView']
export type AccountHealth = Schemas['AccountHealthView']
export type Auth = Schemas['AuthView']
export type Comment = Schemas['CommentView']
export type CommentPost = Schemas['CommentPostView']
export type Contact = Schemas['ContactView']
export type Conversation = Schemas['ConversationView']
export type Finding = Schemas['Finding']
export type Media = Schemas['MediaView']
export type Message = Schemas['MessageView']
export type Post = Schemas['PostView']
export type User = Schemas['UserView']
