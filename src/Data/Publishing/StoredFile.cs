namespace SocialSelling.Publishing;

/// <summary>A file as the store knows it.</summary>
public sealed record StoredFile(string Key, long Size, DateTimeOffset WrittenAt);
