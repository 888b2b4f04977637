namespace SocialSelling.Mail;

/// <summary>Writes mails for people to look at. Key 0; any silo answers.</summary>
[Alias("ss.IMailGrain")]
public interface IMailGrain : IGrainWithIntegerKey
{
    /// <summary>A mail as it would look, with made-up values.</summary>
    /// <param name="language">en, pt or es; others are written in English.</param>
    /// <returns>Null when there is no such template.</returns>
    [Alias("Preview")]
    Task<MailPreviewView?> Preview(string template, string language);
}

[GenerateSerializer, Immutable, Alias("ss.MailPreviewView")]
public sealed record MailPreviewView(string Template, string Language, string Subject, string Html, string Plain);

public sealed record MailTemplateNotFound : DomainError
{
    public override string Code => "mail-template-not-found";
    public override string Detail => "There is no such mail.";
}

/// <summary>It is not there, did not fail, or what stood in it is forgotten.</summary>
public sealed record MailNotFound : DomainError
{
    public override string Code => "mail-not-found";
    public override string Detail => "There is no failed mail under this id of which it is still known what stood in it.";
}

public sealed record SuppressionNotFound : DomainError
{
    public override string Code => "suppression-not-found";
    public override string Detail => "Mail goes to this address.";
}
