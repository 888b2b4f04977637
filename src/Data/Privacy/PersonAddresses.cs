namespace SocialSelling.Privacy;

/// <summary>The e-mail addresses of a person, in SQL.</summary>
internal static class PersonAddresses
{
    /// <summary>In lower case: the present one, and the former ones that nobody else has taken since.</summary>
    /// <param name="user">The parameter that holds the person's id.</param>
    public static string Of(string user) => $"""
        (select lower(u.email) as email from users u where u.id = {user}
         union select f.email from former_emails f where f.user_id = {user} and not exists (select from users o where lower(o.email) = f.email and o.id <> {user} and o.deleted_at is null))
        """;
}
