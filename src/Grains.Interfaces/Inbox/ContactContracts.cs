namespace SocialSelling.Inbox;

/// <summary>What a workspace notes about a contact; null leaves what is there.</summary>
/// <param name="TagIds">All its tags.</param>
/// <param name="Attributes">By name; a null value takes the attribute away, names that are not given stay.</param>
[GenerateSerializer, Immutable, Alias("ss.ChangeContact")]
public sealed record ChangeContact(
    [property: Id(0)] Guid ContactId, [property: Id(1)] StageChoice? Stage = null, [property: Id(2)] DealChoice? Deal = null, [property: Id(3)] IReadOnlyList<Guid>? TagIds = null,
    [property: Id(4)] IReadOnlyDictionary<string, string?>? Attributes = null);

/// <summary>A stage of the pipeline, or none.</summary>
[GenerateSerializer, Immutable, Alias("ss.StageChoice")]
public sealed record StageChoice([property: Id(0)] Guid? Id);

/// <summary>What the sale is worth, or nothing.</summary>
[GenerateSerializer, Immutable, Alias("ss.DealChoice")]
public sealed record DealChoice([property: Id(0)] DealView? Value);

/// <param name="Amount">At most two decimals, not below zero.</param>
/// <param name="Currency">ISO 4217, such as BRL.</param>
[GenerateSerializer, Immutable, Alias("ss.DealView")]
public sealed record DealView([property: Id(0)] decimal Amount, [property: Id(1)] string Currency);

/// <summary>A contact with everything known about the person: stage, deal, tags and attributes are those of the one that others are merged into.</summary>
/// <param name="Contacts">All that are this person, the one that others are merged into first.</param>
public sealed record ContactDetailView(
    ContactView Contact, Guid AccountId, Guid? ConversationId, int? FollowerCount, bool? IsVerified, bool? FollowsAccount, bool? AccountFollows, DateTimeOffset? ProfileFetchedAt,
    DealView? Deal, IReadOnlyList<Guid> TagIds, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<PersonContactView> Contacts);

/// <summary>One of the contacts that are a person.</summary>
/// <param name="MergedInto">Null for the one that the others are merged into.</param>
public sealed record PersonContactView(ContactView Contact, Guid AccountId, Guid? ConversationId, Guid? MergedInto);

[GenerateSerializer, Immutable, Alias("ss.ContactNotFound")]
public sealed record ContactNotFound : DomainError
{
    public override string Code => "contact-not-found";
    public override string Detail => "There is no such contact.";
}

/// <summary>Two contacts can be one person only if they stand for themselves, in one workspace.</summary>
[GenerateSerializer, Immutable, Alias("ss.ContactsNotMergeable")]
public sealed record ContactsNotMergeable : DomainError
{
    public override string Code => "contacts-not-mergeable";
    public override string Detail => "These contacts cannot be merged: they are in different workspaces, or one of them has been merged meanwhile.";
}

[GenerateSerializer, Immutable, Alias("ss.ContactNotMerged")]
public sealed record ContactNotMerged : DomainError
{
    public override string Code => "contact-not-merged";
    public override string Detail => "This contact is not merged into another.";
}

/// <summary>More attributes than a contact may have.</summary>
[GenerateSerializer, Immutable, Alias("ss.TooManyAttributes")]
public sealed record TooManyAttributes([property: Id(0)] int Limit) : DomainError
{
    public override string Code => "too-many-attributes";
    public override string Detail => $"A contact may have {Limit} attributes.";
}
