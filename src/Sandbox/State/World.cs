namespace SocialSelling.Sandbox.State;

/// <summary>Everything that exists at the pretended Meta. Plain data, so that it can be kept in a file.</summary>
public sealed class World
{
    public List<Shop> Shops { get; set; } = [];
    public List<Person> People { get; set; } = [];
    public List<Grant> Grants { get; set; } = [];
    public List<FacebookGrant> FacebookGrants { get; set; } = [];
    public List<Token> Tokens { get; set; } = [];
    public List<Dm> Messages { get; set; } = [];
    public List<Container> Containers { get; set; } = [];
    public List<Medium> Media { get; set; } = [];
    public List<Comment> Comments { get; set; } = [];
    /// <summary>How far the pretended clock runs ahead.</summary>
    public TimeSpan ClockOffset { get; set; }
    public long LastId { get; set; } = 1_000;

    public string NextId(string prefix) => prefix + (++LastId).ToString("D8", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A new message. Meta's times are milliseconds, and here no two messages of a conversation share one: their order stays provable.</summary>
    public Dm Write(Shop shop, Person person, string from, string text, DateTimeOffset at)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        while (Messages.Exists(m => m.PersonId == person.Id && m.At == time)) time += TimeSpan.FromMilliseconds(1);
        var dm = new Dm(NextId("aWdfZAG1faXRlbToxOk1lc3NhZA"), shop.Id, person.Id, from, time) { Text = text };
        Messages.Add(dm);
        return dm;
    }

    public Comment WriteComment(Medium medium, string author, string? authorId, string text, string? parentId, DateTimeOffset at)
    {
        var comment = new Comment(NextId("178500000"), medium.Id, author, text, at) { AuthorId = authorId, ParentId = parentId };
        Comments.Add(comment);
        return comment;
    }

    /// <summary>With what stands below it.</summary>
    public void RemoveComment(Comment comment) => Comments.RemoveAll(c => c.Id == comment.Id || c.ParentId == comment.Id);

    /// <summary>By name or id; a new name is a new person.</summary>
    public Person Customer(Shop shop, string customer, string? name = null)
    {
        if (People.Find(p => p.ShopId == shop.Id && (p.Username == customer || p.Id == customer)) is { } known) return known;
        var person = new Person(Beginning.PersonId(shop, customer), shop.Id, customer, name ?? customer);
        People.Add(person);
        return person;
    }
}

/// <param name="Id">Meta's user_id: in webhooks and paths.</param>
/// <param name="AppScopedId">Another number for the same account.</param>
public sealed record Shop(string Id, string AppScopedId, string Username, string Name, string AccountType, int Followers, string Biography)
{
    /// <summary>BUSINESS, MEDIA_CREATOR or PERSONAL; its owner may change it.</summary>
    public string AccountType { get; set; } = AccountType;
    public bool CanConnect => AccountType != "PERSONAL";
    /// <summary>What the app hears of by Instagram Login.</summary>
    public List<string> Subscribed { get; set; } = [];
    /// <summary>Every shop stands behind a Facebook Page; behind that of a person there is no account that counts.</summary>
    public string PageId => Numbered("20");
    /// <summary>Who manages the Page, as the app knows them.</summary>
    public string OwnerId => Numbered("55");
    /// <summary>Fields of the Page. One of them, and the app hears of the account all that Facebook Login tells.</summary>
    public List<string> PageSubscribed { get; set; } = [];
    /// <summary>How many posts the account may publish through apps in 24 hours.</summary>
    public int PublishLimit { get; set; } = 100;
    /// <summary>Posts that count against the limit and came from another tool.</summary>
    public int PublishedElsewhere { get; set; }

    private string Numbered(string kind) => kind + Id[Math.Max(0, Id.Length - 12)..];
}

public sealed record Person(string Id, string ShopId, string Username, string Name)
{
    /// <summary>The shop cannot write to them (551).</summary>
    public bool Blocked { get; set; }
    public bool SeesTyping { get; set; }
}

/// <summary>A consent that waits for its code to be exchanged: once, within an hour.</summary>
public sealed record Grant(string Code, string ShopId, string RedirectUri, string[] Scopes, DateTimeOffset ExpiresAt);

/// <summary>The same of a person at Facebook, with the Pages that they have ticked.</summary>
public sealed record FacebookGrant(string Code, string PersonId, string[] ShopIds, string RedirectUri, string[] Scopes, DateTimeOffset ExpiresAt);

public enum TokenKind { Account, Person, Page }

/// <param name="ShopId">Empty for a person's.</param>
public sealed record Token(string Value, string ShopId, string[] Scopes, bool LongLived, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public bool Revoked { get; set; }
    public TokenKind Kind { get; init; }
    /// <summary>Who has signed in at Facebook; null after Instagram Login.</summary>
    public string? PersonId { get; init; }
    /// <summary>Whose Pages a person's token reaches.</summary>
    public string[] ShopIds { get; init; } = [];
    /// <summary>After that the person has to be asked again; null after Instagram Login.</summary>
    public DateTimeOffset? DataAccessUntil { get; set; }

    public bool IsDead(DateTimeOffset now) => Revoked || ExpiresAt <= now || DataAccessUntil <= now;
}

/// <param name="From">in: the customer; app: the owner's telephone; api: an app.</param>
public sealed record Dm(string Mid, string ShopId, string PersonId, string From, DateTimeOffset At)
{
    public string Text { get; set; } = "";
    public bool Deleted { get; set; }
    public int Edits { get; set; }
    /// <summary>A message of an app is a text or this.</summary>
    public SharedFile? File { get; set; }
    public List<string> QuickReplies { get; set; } = [];
    /// <summary>The mid of the message that it answers.</summary>
    public string? ReplyTo { get; set; }
    /// <summary>The shop has let the customer see that it read this.</summary>
    public bool Seen { get; set; }
    /// <summary>The shop's own reaction, by emoji or name.</summary>
    public string? ShopReaction { get; set; }
    /// <summary>The customer's, by emoji.</summary>
    public string? Reaction { get; set; }
    /// <summary>What it is when it is more than words; null for words.</summary>
    public string? Shape { get; set; }
    /// <summary>Where the media of the shape are.</summary>
    public string? ShapeUrl { get; set; }
}

/// <param name="Type">image, video, audio or file.</param>
public sealed record SharedFile(string Type, string Url);

public sealed record Container(string Id, string ShopId, string Kind, string? MediaUrl, string Caption, string[] Children, DateTimeOffset CreatedAt, DateTimeOffset ReadyAt)
{
    public string? Error { get; set; }
    /// <summary>How often it was published: more than once would be a double.</summary>
    public int Publishes { get; set; }
    public byte[]? Picture { get; set; }
    public PostParameters Parameters { get; set; } = new();
}

/// <summary>What a post has beside its files and its caption.</summary>
public sealed record PostParameters
{
    public string? AltText { get; init; }
    public string? LocationId { get; init; }
    public List<string> Collaborators { get; init; } = [];
    public List<TaggedPerson> UserTags { get; init; } = [];
    public string? CoverUrl { get; init; }
    public int? ThumbOffset { get; init; }
    public bool ShareToFeed { get; init; } = true;
    public bool IsCarouselItem { get; init; }
}

public sealed record TaggedPerson(string Username, double? X = null, double? Y = null);

public sealed record Medium(string Id, string ShopId, string ContainerId, string Kind, string Caption, DateTimeOffset PublishedAt, byte[]? Picture)
{
    public bool CommentsOff { get; set; }
    public int Likes { get; set; }
    /// <summary>How many different people saw it.</summary>
    public int Reach { get; set; }
}

public sealed record Comment(string Id, string MediaId, string Author, string Text, DateTimeOffset At)
{
    /// <summary>The words as they are now: their author may change them.</summary>
    public string Text { get; set; } = Text;
    /// <summary>The customer who wrote it; null for the shop's own.</summary>
    public string? AuthorId { get; init; }
    /// <summary>The top-level comment above it; null when it is one.</summary>
    public string? ParentId { get; init; }
    public bool Hidden { get; set; }
    public bool AnsweredPrivately { get; set; }
}
