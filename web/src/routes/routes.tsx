import { createBrowserRouter, Navigate } from 'react-router'
import { Crashed } from '@/ui/ErrorBoundary'
import { NotFoundPage } from './NotFoundPage'
import { Root } from './Root'
import { SignedIn } from './SignedIn'
import { SignedOut } from './SignedOut'

export const router = createBrowserRouter([
  {
    element: <Root />,
    errorElement: <Crashed />,
    hydrateFallbackElement: <></>,
    children: [
      // Mailed links: whoever is signed in may open them too.
      { path: '/reset-password', lazy: async () => ({ Component: (await import('./ResetPasswordPage')).ResetPasswordPage }) },
      { path: '/verify-email', lazy: async () => ({ Component: (await import('./VerifyEmailPage')).VerifyEmailPage }) },
      { path: '/unsubscribe', lazy: async () => ({ Component: (await import('./UnsubscribePage')).UnsubscribePage }) },
      { path: '/change-email', lazy: async () => ({ Component: (await import('./ChangeEmailPage')).ChangeEmailPage }) },
      { path: '/revert-email', lazy: async () => ({ Component: (await import('./RevertEmailPage')).RevertEmailPage }) },
      { path: '/invitation', lazy: async () => ({ Component: (await import('./InvitationPage')).InvitationPage }) },
      // Public, and outside of both: Instagram sends people here who have never had an account.
      { path: '/data-deletion/:code?', lazy: async () => ({ Component: (await import('./DataDeletionPage')).DataDeletionPage }) },
      { path: '/terms', lazy: async () => ({ Component: (await import('./PolicyPage')).TermsPage }) },
      { path: '/privacy', lazy: async () => ({ Component: (await import('./PolicyPage')).PrivacyPolicyPage }) },
      {
        element: <SignedOut />,
        children: [
          { path: '/login', lazy: async () => ({ Component: (await import('./LoginPage')).LoginPage }) },
          { path: '/register', lazy: async () => ({ Component: (await import('./RegisterPage')).RegisterPage }) },
          { path: '/forgot-password', lazy: async () => ({ Component: (await import('./ForgotPasswordPage')).ForgotPasswordPage }) },
        ],
      },
      {
        element: <SignedIn />,
        children: [
          { path: '/', element: <Navigate to="/inbox" replace /> },
          { path: '/inbox/:conversationId?', lazy: async () => ({ Component: (await import('./InboxPage')).InboxPage }) },
          { path: '/comments/:postId?', lazy: async () => ({ Component: (await import('./CommentsPage')).CommentsPage }) },
          { path: '/calendar', lazy: async () => ({ Component: (await import('./CalendarPage')).CalendarPage }) },
          { path: '/library', lazy: async () => ({ Component: (await import('./LibraryPage')).LibraryPage }) },
          { path: '/automation', lazy: async () => ({ Component: (await import('./AutomationPage')).AutomationPage }) },
          { path: '/accounts', lazy: async () => ({ Component: (await import('./AccountsPage')).AccountsPage }) },
          { path: '/accounts/choose/:choiceId', lazy: async () => ({ Component: (await import('./ChooseAccountsPage')).ChooseAccountsPage }) },
          { path: '/notifications', lazy: async () => ({ Component: (await import('./NotificationsPage')).NotificationsPage }) },
          { path: '/settings/notifications', lazy: async () => ({ Component: (await import('./NotificationSettingsPage')).NotificationSettingsPage }) },
          { path: '/settings/profile', lazy: async () => ({ Component: (await import('./ProfilePage')).ProfilePage }) },
          { path: '/settings/privacy', lazy: async () => ({ Component: (await import('./PrivacyPage')).PrivacyPage }) },
          { path: '/settings/security', lazy: async () => ({ Component: (await import('./SecurityPage')).SecurityPage }) },
          { path: '/settings/api-keys', lazy: async () => ({ Component: (await import('./ApiKeysPage')).ApiKeysPage }) },
          { path: '/settings/webhooks', lazy: async () => ({ Component: (await import('./WebhooksPage')).WebhooksPage }) },
          { path: '/settings/activity', lazy: async () => ({ Component: (await import('./ActivityPage')).ActivityPage }) },
          { path: '/settings/team', lazy: async () => ({ Component: (await import('./TeamPage')).TeamPage }) },
          { path: '/operators', lazy: async () => ({ Component: (await import('./OperatorsPage')).OperatorsPage }) },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
])
