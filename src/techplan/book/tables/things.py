"""What the district owns and what happens to it: classes, models, assets, sightings, counts, incidents, orders."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, months, number, rate, text, yes_no
from techplan.book.tables.district import GRADES

TCO_CATEGORIES: Final = (
    "client computers", "peripherals", "servers and storage", "network", "printers", "supplies", "software",
    "external services", "staff", "training",
)  # fmt: skip
"""Categories of total cost of ownership; every dollar of a plan is in exactly one."""

REFRESH_RULES: Final = ("age", "support end", "earlier of both", "grade entry", "as directed")
TIERS: Final = (1, 2, 3, 4)
"""1 mandated by law or contract, 2 keeps what runs running, 3 improves, 4 would be good to have."""

ASSET_STATUSES: Final = ("active", "spare", "in repair", "missing", "retired", "disposed")
"""Active, spare and in repair count as stock; missing, retired and disposed do not."""

E_RATE: Final = ("category one", "category two", "not eligible")


COUNT_OUTCOMES: Final = ("matched", "moved in", "missing", "unknown", "repeat", "not yet counted")
"""What a count says of a thing or a scan. A thing found in another room is moved, not missing."""


class AssetClasses(Table):
    """A class of things that are planned alike: same life, price and refresh rule."""

    code = text("Class code.", key=True)
    name = text("Name of the class.", required=True)
    category = text("Category of total cost of ownership.", choices=TCO_CATEGORIES, required=True)
    life_months = months("Useful life in months.")
    refresh_rule = text("What makes an item of this class fall due.", choices=REFRESH_RULES)
    entry_grades = text(
        "For refresh by grade entry: grades whose pupils get a new device.", choices=GRADES, separator=";"
    )
    attrition = rate("Share of the stock lost or broken beyond repair in a year.")
    spare_share = rate("Spares kept, as a share of the items in use.")
    unit_price_cents = money("Price of one item, with all that is bought with it.")
    price_fy = fiscal_year("Fiscal year in which that price holds.")
    escalation = rate("Yearly price growth of this class.", negative=True)
    replacement_class = text("Class bought in place of this one.", references="asset_classes.code")
    lead_time_months = months("Months from order to delivery and set-up.")
    deployment_hours = number("Hours to unbox, enrol and tag one item.", unit="hours")
    collection_hours = number("Hours to collect, wipe and hand over one item.", unit="hours")
    lease_payments = count("Yearly payments, in advance, by which items are leased; empty means bought.", least=1)
    lease_rate = rate("Yearly interest of that lease.")
    private = yes_no(
        "Whether counts under ten are hidden on paper, as for assistive technology that could name a pupil."
    )
    watts = number("Power drawn in use.", unit="watts")
    hours_per_year = number("Hours in use in a year.", unit="hours")
    object_code = text("Object of the account that pays for one item.")
    e_rate = text("E-rate category.", choices=E_RATE)
    certified_life_months = months("Estimated life certified by the treasurer, which may exceed the replacement cycle.")
    salvage_cents = money("What one item is expected to bring at the end.")
    tier = count("Priority tier, 1 (mandate) to 4 (wish).", unit="tier")
    may_slip_years = count("Years by which a replacement may be put off.", unit="years")
    whole = yes_no("Whether a purchase is made whole or not at all.")
    source = text("Where the values of this row come from; 'default' values are listed in the plan.")


class ProductModels(Table):
    """A product as its maker sells it."""

    model = text("Model name as the district writes it.", key=True)
    maker = text("Maker.")
    asset_class = text("Class that the model belongs to.", references="asset_classes.code")
    support_end = day("Last day on which the maker supports the model (for Chromebooks: automatic updates).")
    released_on = day("Day on which the model appeared.")


class Assets(Table):
    """One thing that the district owns or rents."""

    asset = text("Identity given once at import, which never changes.", key=True)
    tag = text("Asset tag, leading zeros kept.")
    serial = text("Serial number as reported.")
    mac = text("Network address: twelve hexadecimal digits in lower case.")
    model = text("Model.", references="product_models.model")
    asset_class = text("Class, where it differs from the model's.", references="asset_classes.code")
    school = text("School where it is used.", references="schools.code")
    room = text("Room, as reported; it need not be in the rooms table.")
    assigned_to = text("Who uses it, in kind only.", choices=("student", "staff", "room", "shared"))
    grade = text("Grade of the pupil who has it.", choices=GRADES)
    program = text("Program it serves.", references="programs.code")
    financing = text("Lease or loan by which it is held; what is leased goes back.", references="financings.financing")
    in_service_on = day("Day on which it went into service.")
    cost_cents = money("What it cost.")
    fund = text("Fund that paid.", references="funds.fund")
    award = text("Award that paid.", references="awards.award")
    federal_share = rate("Federal share of the cost.")
    title_holder = text("Who holds title.")
    purchase_order = text("Purchase order number.")
    order_line = text("Line of that order.")
    warranty_end = day("Last day of warranty; it never moves the day on which the item is due.")
    support_end = day("Last day of support of this very item; overrides the model's.")
    replace_on = day("A person's decision: the day on which to replace it; overrides every rule.")
    usage = text("What it is used for.")
    condition = text("Condition.", choices=("new", "good", "fair", "poor", "broken"))
    status = text("Status.", choices=ASSET_STATUSES)
    last_seen = day("Last day on which a live system or a count saw it.")
    disposed_on = day("Day of disposal.")
    sale_price_cents = money("What its sale brought.")
    source = text("System that the row came from.")


class Sightings(Table):
    """What a live system reported of one device."""

    sighting = text("System and its device number.", key=True)
    system = text("System that saw it.", required=True)
    asset = text("Asset it was matched with.", references="assets.asset")
    tag = text("Tag as reported.")
    serial = text("Serial as reported.")
    mac = text("Network address as reported.")
    school = text("School as reported, after mapping.", references="schools.code")
    user_role = text("Kind of user, never the name.", choices=("student", "staff", "other"))
    seen_on = day("Day last seen.")
    enrolled_on = day("Day first enrolled.")
    support_end = day("End of support as reported.")
    model = text("Model as reported.")
    os_version = text("Operating system version.")
    status = text("Status in that system's own words.")
    directory_id = text("Device number in the district's directory (Microsoft Entra), where the system names it.")


class AssetChanges(Table):
    """One field of an asset as it was before it changed: the asset's history."""

    asset = text("Asset.", key=True, references="assets.asset")
    column = text("Column that changed.", key=True)
    number = count("1 for the first change of that column, 2 for the second, and so on.", key=True, least=1)
    changed_on = day("Day of the change.", required=True)
    before = text("Before; empty where nothing was known.")
    after = text("After; empty where the value was taken away.")
    source = text("What brought the change: an import, a count, a person.")


class Counts(Table):
    """A physical count of things at one or more places."""

    code = text("Count code.", key=True)
    title = text("What is counted, in words.")
    school = text("School counted, where it is only one.", references="schools.code")
    opened_on = day("Day opened.", required=True)
    closed_on = day("Day closed; empty while it is open.")
    by = text("Who answers for the count, by role or name of a member of staff.")
    award = text("Award whose two-year count this is.", references="awards.award")


class CountPlaces(Table):
    """A room, or a whole school, that a count covers."""

    count_code = text("Count.", key=True, references="counts.code")
    school = text("School.", key=True, references="schools.code")
    room = text("Room; an asterisk stands for the whole school, whatever the room.", key=True)


class CountScans(Table):
    """One scan in a count."""

    count_code = text("Count.", key=True, references="counts.code")
    position = count("Order of the scan.", key=True)
    scanned = text("What the scanner read.", required=True)
    school = text("School where it was scanned; empty means the one school of the count.", references="schools.code")
    room = text("Room where it was scanned.")
    scanned_on = day("Day of the scan; empty means the day on which the count was opened.")
    asset = text(
        "Asset that a person named, where what was scanned does not say it; else found by tag, serial and network "
        "address.",
        references="assets.asset",
    )


class CountOutcomes(Table):
    """What a closed count found, as it was certified; later changes of the assets do not touch it."""

    count_code = text("Count.", key=True, references="counts.code")
    number = count("Line of the certificate.", key=True, least=1)
    outcome = text("What was found.", choices=COUNT_OUTCOMES, required=True)
    asset = text("Asset, where one is known.")
    scanned = text("What the scanner read.")
    expected_school = text("School by the books.")
    expected_room = text("Room by the books.")
    found_school = text("School where it was found.")
    found_room = text("Room where it was found.")
    cost_cents = money("What the asset cost.")
    note = text("What a reader should know of this line.")


class Incidents(Table):
    """A loss, breakage or repair."""

    incident = text("Incident number.", key=True)
    asset = text("Asset.", references="assets.asset")
    happened_on = day("Day.")
    cause = text("Cause.", choices=("breakage", "loss", "theft", "defect", "other"))
    outcome = text("How it ended.", choices=("open", "repaired", "replaced", "recovered", "written off"))
    part = text("Part replaced.")
    hours = number("Hours of work.", unit="hours")
    cost_cents = money("Cost.")
    recovery_cents = money("Recovered from warranty, insurance or the vendor.")
    recovered_from = text("Who made it good.", choices=("warranty", "insurance", "vendor", "other"))
    free_lunch = yes_no("Whether the pupil is eligible for free lunch, so that a charge may be barred; never who.")
    family_charge_cents = money("Charged to the family.")
    waived_cents = money("Waived.")
    collected_cents = money("Collected.")
    fund = text("Fund that received or paid.", references="funds.fund")


class PageCounts(Table):
    """Pages that one printer or copier printed in one fiscal year, and what they cost."""

    asset = text("Printer or copier.", key=True, references="assets.asset")
    fy = fiscal_year("Fiscal year.", key=True)
    pages = count("Pages printed.", required=True, unit="pages")
    supplies_cents = money("Toner, drums, parts and service of the year; empty is not known.")


class PurchaseOrders(Table):
    """One line of a purchase order."""

    order = text("Purchase order number.", key=True)
    line = text("Line of the order.", key=True)
    vendor = text("Vendor.")
    asset_class = text("Class ordered.", references="asset_classes.code")
    model = text("Model ordered.", references="product_models.model")
    school = text("School that it is for; empty means the whole district.", references="schools.code")
    quantity = count("Items ordered.", required=True, unit="items")
    received = count("Items received so far.", unit="items")
    cancelled = count("Items cancelled.", unit="items")
    unit_price_cents = money("Price of one item.")
    ordered_on = day("Day of order.")
    expected_on = day("Day of expected delivery.")
    fund = text("Fund.", references="funds.fund")
    award = text("Award.", references="awards.award")


class Receipts(Table):
    """A delivery against an order line."""

    receipt = text("Receipt number.", key=True)
    order = text("Purchase order number.", required=True, references="purchase_orders.order")
    line = text("Line of the order.", required=True)
    received_on = day("Day.")
    quantity = count("Items received in good order.", required=True, unit="items")
    damaged = count("Items damaged.", unit="items")
    invoice = text("Invoice number.")
    invoiced_cents = money("Amount invoiced.")
    paid_cents = money("Amount paid.")
    paid_on = day("Day of payment.")


class Quotes(Table):
    """A vendor's price for an item."""

    quote = text("Quote number.", key=True)
    vendor = text("Vendor.", required=True)
    asset_class = text("Class.", references="asset_classes.code")
    item = text("Item as the vendor calls it.")
    unit_price_cents = money("Price of one item.", required=True)
    minimum_quantity = count("Quantity from which the price holds.", unit="items")
    valid_until = day("Last day of validity.")
    contract = text("Cooperative or state contract.")
    procurement_method = text("How the vendor was chosen.")
