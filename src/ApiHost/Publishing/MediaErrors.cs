namespace SocialSelling.Publishing;

internal sealed record MediaNotFound : DomainError
{
    public override string Code => "media-not-found";
    public override string Detail => "There is no such media file.";
}

internal sealed record MediaOriginalRemoved(string FileName) : DomainError
{
    public override string Code => "media-original-removed";
    public override string Detail => $"{FileName}: the original was removed, long after it was published. Upload it again.";
}

/// <param name="Uses">The posts that are in the way; at most some.</param>
/// <param name="WaitingMessages">Messages for later that carry the file.</param>
/// <param name="Series">Series that go on and make posts with it.</param>
internal sealed record MediaInUse(IReadOnlyList<MediaUseView> Uses, int WaitingMessages, int Series) : DomainError
{
    public override string Code => "media-in-use";
    public override string Detail => Uses.Count > 0
        ? "Posts use this file. Delete or cancel them first, or give them another file."
        : Series > 0 ? "A recurring post is made with this file. Stop it first, or give it another file."
        : "A message that waits for its time carries this file. Cancel the message first.";
}

/// <param name="What">Pictures, Videos, …</param>
internal sealed record MediaTooLarge(string What, int MegaBytes) : DomainError
{
    public override string Code => "media-too-large";
    public override string Detail => $"{What} may have up to {MegaBytes} MB.";
}

internal sealed record MediaUnsupported(string Why) : DomainError
{
    public override string Code => "media-unsupported";
    public override string Detail => Why;
}

internal sealed record InvalidMedia(string Why) : DomainError
{
    public override string Code => "invalid-media";
    public override string Detail => Why;
}

internal sealed record MediaQuotaExceeded(int GigaBytes) : DomainError
{
    public override string Code => "media-quota-exceeded";
    public override string Detail => $"The workspace's files may take {GigaBytes} GB together. Delete some that are not needed any more.";
}

internal sealed record UploadNotFound : DomainError
{
    public override string Code => "upload-not-found";
    public override string Detail => "There is no such upload, or its time is over. Begin it again.";
}

internal sealed record UploadIncomplete(string Why) : DomainError
{
    public override string Code => "upload-incomplete";
    public override string Detail => Why;
}
