using System.Text.Json;

namespace SocialSelling.Inbox;

/// <summary>What a workspace notes about a contact: how changes and merges apply. Pure.</summary>
public static class ContactNotes
{
    public const int MaxAttributes = 50;

    public static IReadOnlyDictionary<string, string> Attributes(ContactRow contact) => JsonSerializer.Deserialize<SortedDictionary<string, string>>(contact.AttributesJson) ?? [];

    public static Result<ContactRow> Apply(ContactRow contact, ChangeContact change)
    {
        var attributes = new SortedDictionary<string, string>(Attributes(contact).ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in change.Attributes ?? new Dictionary<string, string?>())
        {
            if (value is null) attributes.Remove(name);
            else attributes[name] = value;
        }
        if (attributes.Count > MaxAttributes) return new TooManyAttributes(MaxAttributes);
        return contact with
        {
            StageId = change.Stage is { } stage ? stage.Id : contact.StageId,
            DealAmount = change.Deal is { } deal ? deal.Value?.Amount : contact.DealAmount,
            DealCurrency = change.Deal is { } same ? same.Value?.Currency : contact.DealCurrency,
            TagIds = change.TagIds is { } tags ? [.. tags.Distinct()] : contact.TagIds,
            AttributesJson = JsonSerializer.Serialize(attributes),
        };
    }

    /// <summary>What a contact takes over from another that becomes the same person: what it lacks, nothing that it has. The other keeps its own, for when the merge is taken back.</summary>
    public static ChangeContact Absorb(ContactRow contact, ContactRow other)
    {
        var known = Attributes(contact);
        var room = MaxAttributes - known.Count;
        return new ChangeContact(
            contact.Id,
            contact.StageId is null ? new StageChoice(other.StageId) : null,
            contact.DealAmount is null && other is { DealAmount: { } amount, DealCurrency: { } currency } ? new DealChoice(new DealView(amount, currency)) : null,
            [.. contact.TagIds.Union(other.TagIds)],
            Attributes(other).Where(a => !known.ContainsKey(a.Key)).Take(room).ToDictionary(a => a.Key, a => (string?)a.Value));
    }
}
