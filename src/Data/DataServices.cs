using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Analytics;
using SocialSelling.Audit;
using SocialSelling.Hooks;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Mail;
using SocialSelling.Notifications;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling;

public static class DataServices
{
    /// <summary>The database and the repositories that grains and endpoints share. Needs the configuration section <c>Database</c>.</summary>
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration("Database").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<UnsubscribeOptions>().BindConfiguration("Mail");
        services.AddOptions<TierOptions>().BindConfiguration("Tiers").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString().ConnectionString) { Name = "main" }.Build());
        return services.AddSingleton<Sql>()
            .AddSingleton<AccountRepository>().AddSingleton<AccountStarts>().AddSingleton<AccountChoiceRepository>()
            .AddSingleton<NotificationRepository>().AddSingleton<NotificationLedger>().AddSingleton<NotificationMailRepository>().AddSingleton<WeeklySummaryRepository>()
            .AddSingleton<AuditLog>()
            .AddSingleton<ErasureRepository>().AddSingleton<ErasedRows>().AddSingleton<ErasedContactRows>().AddSingleton<ErasedUserRows>().AddSingleton<ExportRepository>().AddSingleton<ExportedRows>().AddSingleton<ConsentRepository>().AddSingleton<EmailChangeRepository>().AddSingleton<SessionRepository>()
            .AddSingleton<MailRepository>().AddSingleton<MailAddressRepository>().AddSingleton<UnsubscribeTokens>()
            .AddSingleton<HookRepository>().AddSingleton<HookLedger>().AddSingleton<HookDeliveryRepository>()
            .AddSingleton<InboxWriter>().AddSingleton<DuplicateLookup>().AddSingleton<MessageChangeRepository>().AddSingleton<StoryInsightsRepository>()
            .AddSingleton<MessageRepository>().AddSingleton<ConversationRepository>().AddSingleton<ContactRepository>().AddSingleton<EventRepository>().AddSingleton<HistoryRepository>()
            .AddSingleton<AttachmentCopyRepository>().AddSingleton<InboxRetention>()
            .AddSingleton<CommentRepository>().AddSingleton<CommentPostRepository>().AddSingleton<CommentScanRepository>()
            .AddSingleton<SearchRepository>().AddSingleton<AutoReplyRepository>()
            .AddSingleton<NoteRepository>().AddSingleton<LabelRepository>().AddSingleton<PipelineRepository>().AddSingleton<MemberRepository>().AddSingleton<WorkspaceRepository>().AddSingleton<InvitationRepository>().AddSingleton<TierRepository>().AddSingleton<ApiKeyRepository>()
            .AddSingleton<ScheduledMessageRepository>().AddSingleton<ReplyTemplateRepository>()
            .AddSingleton<EngagementRepository>().AddSingleton<PostingSlotRepository>().AddSingleton<PostSeriesRepository>()
            .AddSingleton<PostRepository>().AddSingleton<PublishAttemptRepository>().AddSingleton<CalendarRepository>().AddSingleton<PostTemplateRepository>().AddSingleton<PostPolicyRepository>().AddSingleton<MediaRepository>().AddSingleton<MediaUploadRepository>().AddSingleton<RemovedFileRepository>()
            .AddSingleton<FileSweepRepository>().AddSingleton<ListedFileRepository>().AddSingleton<OriginalRepository>()
            .AddSingleton<DeliveryRepository>().AddSingleton<DeliveryJournal>().AddSingleton<JournalRetention>().AddSingleton<JournalRepository>().AddSingleton<ReplayRepository>();
    }
}
