namespace SocialSelling.Publishing;

internal sealed record MediaNotFound : DomainError
{
    public override string Code => "media-not-found";
    public override string Detail => "There is no such media file.";
}

internal sealed record MediaInUse : DomainError
{
    public override string Code => "media-in-use";
    public override string Detail => "A post uses this file. Delete or cancel the post first.";
}

internal sealed record MediaTooLarge(int MegaBytes) : DomainError
{
    public override string Code => "media-too-large";
    public override string Detail => $"Images may have up to {MegaBytes} MB.";
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
