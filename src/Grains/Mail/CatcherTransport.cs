using System.Text.Json;

namespace SocialSelling.Mail;

/// <summary>Keeps mail in the database, where developers and browser tests read it.</summary>
internal sealed class CatcherTransport(MailAddressRepository caught, TimeProvider clock) : IMailTransport
{
    public string Name => "catcher";

    public async Task<MailOutcome> Send(Letter letter, CancellationToken ct)
    {
        await caught.Catch(letter.Id, letter.To, letter.Subject, JsonSerializer.Serialize(MailHeaders.Of(letter).ToDictionary(header => header.Name, header => header.Value)), letter.Html, letter.Plain, clock.GetUtcNow(), ct);
        return new MailAccepted(letter.Id.ToString());
    }
}

/// <summary>Of an installation that sends no mail. Each mail fails, so that operators see what people do not get.</summary>
internal sealed class NoTransport : IMailTransport
{
    public string Name => "none";

    public Task<MailOutcome> Send(Letter letter, CancellationToken ct) => Task.FromResult<MailOutcome>(new MailRefused("MAIL_TRANSPORT is not set: this installation sends no mail"));
}
