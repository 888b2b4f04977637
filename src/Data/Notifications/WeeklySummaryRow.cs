namespace SocialSelling.Notifications;

/// <summary>Somebody whose week is over and who has not been told of it.</summary>
public sealed record WeeklyReader(Guid UserId, string Name, string Language, NotificationMailingRow Mailing);

/// <summary>What a week was like in a workspace, of the accounts that somebody sees there.</summary>
/// <param name="AccountIds">Those.</param>
/// <param name="Conversations">That began in the week, without spam, as all that follows.</param>
/// <param name="Received">Messages of contacts.</param>
/// <param name="Answered">Of these, those that a person answered within the week.</param>
/// <param name="FirstAnswer">The median of how long they took; null when nothing was answered.</param>
/// <param name="Best">Of the posts that went live in the week, the one that people liked and commented on most in its first hour; null when that is not known of any.</param>
/// <param name="Planned">Posts whose time comes until the week after ends.</param>
public sealed record WorkspaceWeekRow(
    string Workspace, IReadOnlyList<Guid> AccountIds, int Conversations, int Received, int Answered, TimeSpan? FirstAnswer, int Published, int Failed, BestPostRow? Best, int Planned);

public sealed record BestPostRow(string Account, DateTimeOffset PublishedAt, int Likes, int Comments);

/// <param name="From">Its first instant, by the reader's clock.</param>
/// <param name="Until">The first instant after it.</param>
public sealed record WeekSpan(DateOnly Monday, DateTimeOffset From, DateTimeOffset Until);
