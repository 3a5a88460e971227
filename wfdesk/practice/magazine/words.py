"""The vocabulary of the practice site: a magazine about bread, cake and the roads between."""

from typing import Final

ADJECTIVES: Final = (
    "Slow", "Toasted", "Burnt-butter", "Salted", "Brown-sugar", "Overnight", "Sunday",
    "Wood-fired", "Crackled", "Cold-proofed", "Honeyed", "Lemon", "Cardamom", "Almond",
    "Walnut", "Rye", "Saffron", "Fig", "Plum", "Olive oil", "Chestnut", "Buckwheat",
    "Apricot", "Hazelnut", "Poppy-seed",
)  # fmt: skip
FLAVOURS: Final = (
    "au miel", "au citron", "aux amandes", "aux noix", "au seigle", "au safran", "aux figues",
    "aux prunes", "à l'huile d'olive", "aux châtaignes", "au sarrasin", "aux noisettes",
)  # fmt: skip
BAKES: Final = {
    "en": (
        "sourdough", "brioche", "focaccia", "galette", "babka", "baguette", "challah",
        "shortbread", "financiers", "clafoutis", "kouign-amann", "strudel", "tart",
        "crumble cake", "soda bread", "crispbread", "pretzels", "scones", "madeleines",
        "stollen", "custard buns", "flatbread",
    ),
    "fr": (
        "Pain", "Brioche", "Fougasse", "Galette", "Tarte", "Sablés", "Financiers", "Clafoutis",
        "Kouign-amann", "Madeleines", "Pain d'épices", "Chaussons",
    ),
}  # fmt: skip
PLACES: Final = (
    "Lisbon", "Ghent", "Trieste", "Bergen", "Lyon", "San Sebastián", "Kraków", "Palermo",
    "Tbilisi", "Zürich", "Cork", "Tallinn", "Seville", "Marseille", "Málaga", "Graz", "Istanbul",
    "Brest", "Porto", "Aarhus", "Ljubljana", "Naples", "Valletta", "Reykjavík", "Colmar",
    "Thessaloniki", "Leiden", "Bologna", "Vilnius", "Dubrovnik", "Turku", "Cádiz", "Matera",
    "Nantes", "Split", "Bruges", "Plovdiv", "Girona", "Görlitz", "Sibiu",
)  # fmt: skip
FIRST: Final = (
    "Inês", "Oskar", "Amélie", "Priya", "Tomasz", "Nora", "Yusuf", "Clara", "Mateo", "Ingrid",
    "Luca", "Hana", "Séverine", "Daniel", "Zofia", "Kwame",
)  # fmt: skip
LAST: Final = (
    "Almeida", "Lindqvist", "Rousseau", "Raman", "Kowalczyk", "O'Brien", "Demir", "Vogel",
    "Herrera", "Haugen", "Ferrante", "Novak", "Lefèvre", "Okafor",
)  # fmt: skip
CATEGORIES: Final = (
    ("Everyday bread", "Pain de tous les jours"), ("Festive cakes", "Gâteaux de fête"),
    ("Small pastries", "Petites pâtisseries"), ("Street food", "Cuisine de rue"),
    ("Night trains", "Trains de nuit"), ("Harbour towns", "Villes portuaires"),
    ("Mountain huts", "Refuges de montagne"), ("Gluten free", "Sans gluten"),
    ("Breakfast", "Petit déjeuner"), ("Winter baking", "Fournil d'hiver"),
    ("Markets", "Marchés"), ("Picnics", "Pique-niques"),
)  # fmt: skip
STORIES: Final = (
    ("A morning with the bakers of {}", "Un matin avec les boulangers de {}"),
    ("Forty hours in {}", "Quarante heures à {}"),
    ("The last night train to {}", "Le dernier train de nuit pour {}"),
    ("Where {} buys its bread", "Où {} achète son pain"),
    ("Walking {} from oven to oven", "{}, de four en four"),
)
SENTENCES: Final = {
    "en": (
        "The dough rests while the town wakes up.",
        "Fold it gently, three times, and leave the lid off.",
        "We came for the view and stayed for the crust.",
        "The oven has burned in this yard since 1921.",
        "Use the ripest fruit you can find, and a little less sugar than you think.",
        "A tram rattles past the window every eleven minutes.",
        "Serve it warm, with salted butter & strong coffee.",
        "Weigh the flour; cups are for tea.",
        "On market days the queue reaches the bridge.",
        "The secret is patience, says the baker, and then admits to a spoon of rye.",
        "Bake until the edges are dark and the middle still trembles.",
        "From the station it is ten minutes on foot, uphill all the way.",
        "Leftovers make the best breakfast in the house.",
        "It keeps for four days in a tin, if nobody knows where the tin is.",
    ),
    "fr": (
        "La pâte repose pendant que la ville s'éveille.",
        "Pliez-la doucement, trois fois, sans couvercle.",
        "Nous étions venus pour la vue, nous sommes restés pour la croûte.",
        "Le four brûle dans cette cour depuis 1921.",
        "Choisissez des fruits bien mûrs, et un peu moins de sucre.",
        "Un tram passe sous la fenêtre toutes les onze minutes.",
        "À servir tiède, avec du beurre salé et un café serré.",
        "Pesez la farine ; les tasses sont pour le thé.",
        "Les jours de marché, la file atteint le pont.",
        "Le secret, dit le boulanger, c'est la patience.",
    ),
}
HEADINGS: Final = {
    "en": ("What you need", "How it is made", "Before you go", "A word about flour"),
    "fr": ("Ce qu'il vous faut", "La préparation", "Avant de partir", "Un mot sur la farine"),
}
