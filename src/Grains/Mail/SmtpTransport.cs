using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace SocialSelling.Mail;

/// <summary>Hands mail to an SMTP server, with TLS unless it is this machine's. One connection per mail: a relay closes idle ones, and mail is rare.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    public string Name => "smtp";

    public async Task<MailOutcome> Send(Letter letter, CancellationToken ct)
    {
        using var client = new SmtpClient();
        var (wanted, handedOver) = (false, false);
        try
        {
            var settings = options.Value;
            await client.ConnectAsync(settings.SmtpHost, settings.SmtpPort, Security(settings), ct);
            if (settings.SmtpUser.Length > 0) await client.AuthenticateAsync(settings.SmtpUser, settings.SmtpPassword, ct);
            using var message = Compose(letter, settings);
            wanted = true;
            var progress = new Handover(() => handedOver = true);
            var answer = await client.SendAsync(message, ct, progress);
            await Leave(client, ct);
            return new MailAccepted(answer);
        }
        catch (SmtpCommandException e)
        {
            return Read(e, wanted);
        }
        catch (AuthenticationException)
        {
            return new MailUnreachable("The server does not take SMTP_USER and SMTP_PASSWORD");
        }
        catch (ServiceNotAuthenticatedException e)
        {
            // 530: its answer to anything that is said to it.
            return new MailUnreachable($"The server wants SMTP_USER and SMTP_PASSWORD: {e.Message}");
        }
        catch (SslHandshakeException)
        {
            return new MailUnreachable("No TLS that can be trusted came about; see SMTP_SECURITY");
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or OperationCanceledException or ServiceNotConnectedException or NotSupportedException)
        {
            var what = e is OperationCanceledException ? "it took too long" : e.GetType().Name;
            return handedOver ? new MailUnknown($"The text was handed over, and no answer came: {what}") : new MailUnreachable($"The server was not reached or went away: {what}");
        }
    }

    /// <summary>The server has taken the mail: how the goodbye goes changes nothing.</summary>
    private static async Task Leave(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or OperationCanceledException or CommandException)
        {
        }
    }

    /// <param name="wanted">The server has let us in: what it says is said of this mail.</param>
    /// <remarks>Source: RFC 5321, 4.2.1 (4yz: later, 5yz: not so).</remarks>
    private static MailOutcome Read(SmtpCommandException e, bool wanted)
    {
        var detail = $"{(int)e.StatusCode} {e.Message}";
        if (!wanted) return new MailUnreachable(detail);
        if ((int)e.StatusCode < 500) return new MailDeferred(detail);
        // It is the sender that is not wanted: the next mail would fare no better, and an operator has to look.
        if (e.ErrorCode is SmtpErrorCode.SenderNotAccepted) return new MailUnreachable(detail);
        return new MailRefused(detail, DeadAddress: e.ErrorCode is SmtpErrorCode.RecipientNotAccepted && IsDead(e.Message));
    }

    /// <summary>
    /// Whether a refusal says that nobody will ever read this address. A bare 550 says it of relaying, lists and full mailboxes too. Not 5.1.2 (no such domain): names go missing for an hour, and who is
    /// shut out here gets no way back in.
    /// </summary>
    /// <remarks>Source: RFC 3463, 3.2 (5.1.1: no such mailbox; 5.1.6: moved away, no forwarding address) and RFC 7505, 4.2 (5.1.10: the domain declares that it takes no mail).</remarks>
    private static bool IsDead(string answer) => answer.Split(' ', '\n')[0] is "5.1.1" or "5.1.6" or "5.1.10";

    private static MimeMessage Compose(Letter letter, MailOptions settings)
    {
        var from = new MailboxAddress(settings.FromName, settings.FromEmail);
        var message = new MimeMessage
        {
            Subject = letter.Subject,
            MessageId = $"{letter.Id:N}@{from.Domain}",
            From = { from },
            To = { MailboxAddress.Parse(letter.To) },
            Body = new BodyBuilder { TextBody = letter.Plain, HtmlBody = letter.Html }.ToMessageBody(),
        };
        foreach (var (name, value) in MailHeaders.Of(letter)) message.Headers.Add(name, value);
        return message;
    }

    private static SecureSocketOptions Security(MailOptions settings) => settings.SmtpSecurity switch
    {
        "tls" => SecureSocketOptions.SslOnConnect,
        "starttls" => SecureSocketOptions.StartTls,
        "none" => SecureSocketOptions.None,
        _ when settings.SmtpPort == 465 => SecureSocketOptions.SslOnConnect,
        _ => settings.SmtpHost is "localhost" or "127.0.0.1" or "::1" ? SecureSocketOptions.None : SecureSocketOptions.StartTls,
    };

    /// <summary>Tells when the first of the text is on its way. Before that nothing can have been taken.</summary>
    private sealed class Handover(Action begun) : ITransferProgress
    {
        public void Report(long bytesTransferred, long totalSize) => begun();

        public void Report(long bytesTransferred) => begun();
    }
}

internal static class MailHeaders
{
    /// <summary>What goes beside subject and addresses.</summary>
    /// <remarks>Source: RFC 3834 (Auto-Submitted: no out-of-office answers), RFC 8058 (one click).</remarks>
    public static IEnumerable<(string Name, string Value)> Of(Letter letter)
    {
        yield return ("Auto-Submitted", "auto-generated");
        yield return ("Content-Language", letter.Language);
        if (letter.Unsubscribe is not { } link) yield break;
        yield return ("List-Unsubscribe", $"<{link}>");
        yield return ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
}
