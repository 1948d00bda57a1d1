"""The same short news in many languages, each as a paper of that language might write it."""

PASSAGES = {
    "en": "The port of the old town reopened on Tuesday, three weeks after the storm threw two cranes"
    " into the sea. "
    "The mayor said that the ferries would run again from Monday, and that the repairs had cost ten million "
    "pounds.",
    "de": "Der Hafen der alten Stadt ist am Dienstag wieder geöffnet worden, drei Wochen nachdem der Sturm zwei "
    "Kräne ins Meer geworfen hatte. Die Bürgermeisterin sagte, die Fähren führen ab Montag wieder, die "
    "Reparatur sei teuer gewesen.",
    "fr": "Le port de la vieille ville a rouvert mardi, trois semaines après que la tempête eut jeté deux grues à "
    "la mer. Le maire a déclaré que les ferries circuleraient de nouveau à partir de lundi, et que les "
    "travaux avaient coûté cher.",
    "es": "El puerto de la ciudad vieja reabrió el martes, tres semanas después de que el temporal arrojara dos "
    "grúas al mar. El alcalde dijo que los transbordadores volverán a circular a partir del lunes.",
    "pt": "O porto da cidade velha reabriu na terça-feira, três semanas depois de a tempestade ter atirado duas "
    "gruas ao mar. O presidente da câmara disse que os barcos voltam a circular a partir de segunda-feira.",
    "gl": "O porto da cidade vella reabriu o martes, tres semanas despois de que o temporal botase do"
    "us guindastres "
    "ao mar. O alcalde dixo que os barcos volverán circular a partir do luns e que a reparación custou máis "
    "de dez millóns.",
    "nl": "De haven van de oude stad is dinsdag weer opengegaan, drie weken nadat de storm twee kranen in zee had "
    "gegooid. De burgemeester zei dat de veerboten vanaf maandag weer varen.",
    "da": "Havnen i den gamle by åbnede igen tirsdag, tre uger efter at stormen havde kastet to kraner i havet. "
    "Borgmesteren sagde, at færgerne sejler igen fra mandag, og at reparationen har kostet mere end ti "
    "millioner kroner.",
    "no": "Havnen i den gamle byen åpnet igjen tirsdag, tre uker etter at stormen hadde kastet to kraner i havet. "
    "Ordføreren sa at fergene går igjen fra mandag, og at reparasjonen har kostet mer enn ti millioner "
    "kroner.",
    "nn": "Hamna i den gamle byen opna att tysdag, tre veker etter at stormen hadde kasta to kraner i havet. "
    "Ordføraren sa at ferjene går att frå måndag, og at reparasjonen har kosta meir enn ti millionar kroner.",
    "sv": "Hamnen i den gamla staden öppnade igen i tisdags, tre veckor efter att stormen kastat två kranar i "
    "havet. Borgmästaren sade att färjorna går igen från måndag och att reparationen har kostat mer än tio "
    "miljoner kronor.",
    "cs": "Přístav ve starém městě byl v úterý znovu otevřen, tři týdny poté, co bouře shodila dva jeřáby do moře. "
    "Starosta řekl, že trajekty budou opět jezdit od pondělí.",
    "sk": "Prístav v starom meste v utorok znovu otvorili, tri týždne po tom, čo búrka zhodila dva že"
    "riavy do mora. "
    "Starosta povedal, že trajekty budú opäť premávať od pondelka.",
    "tr": "Kentin eski limanı, fırtınanın iki vinci denize devirmesinden üç hafta sonra salı günü yeniden açıldı. "
    "Belediye başkanı, vapurların pazartesiden itibaren yeniden çalışacağını söyledi.",
    "ru": "Порт старого города вновь открылся во вторник, спустя три недели после того, как буря сбросила в море "
    "два крана. Мэр сказал, что паромы снова начнут ходить с понедельника.",
    "uk": "Порт старого міста знову відкрили у вівторок, через три тижні після того, як буря скинула два крани в "
    "море. Мер сказав, що пороми знову ходитимуть з понеділка.",
    "ar": "أعيد فتح ميناء المدينة القديم يوم الثلاثاء، بعد ثلاثة أسابيع من العاصفة التي ألقت رافعتين "
    "في البحر. وقال "
    "رئيس البلدية إن العبّارات ستعود إلى العمل يوم الاثنين.",
    "fa": "بندر قدیمی شهر سه\u200cشنبه دوباره باز شد، سه هفته پس از توفانی که دو جرثقیل را به دریا انداخته بود. شهردار "
    "گفت که کشتی\u200cها از دوشنبه دوباره حرکت می\u200cکنند.",
    "ur": "شہر کی پرانی بندرگاہ منگل کو دوبارہ کھول دی گئی، طوفان کے تین ہفتے بعد جس نے دو کرینیں سمندر میں پھینک "
    "دی تھیں۔ میئر نے کہا کہ پیر سے کشتیاں دوبارہ چلیں گی۔",
    "he": "הנמל הישן של העיר נפתח מחדש ביום שלישי, שלושה שבועות אחרי הסערה שהטילה שני מנופים לים. ראש העיר אמר "
    "שהמעבורות יחזרו לפעול ביום שני.",
    "hi": "शहर का पुराना बंदरगाह मंगलवार को फिर से खुल गया, तूफान के तीन सप्ताह बाद जिसने दो क्रेनें समुद्र में "
    "फेंक दी थीं। महापौर ने कहा कि नावें सोमवार से फिर चलेंगी।",
    "zh": "老城的港口周二重新开放，距离风暴把两台起重机掀入海中已经过去三个星期。市长表示，"
    "渡轮将从周一起恢复运行，维修费用超过一千万元。",
    "ja": "旧市街の港は、嵐で二基のクレーンが海に落ちてから三週間後の火曜日に再び開かれた。"
    "市長はフェリーが月曜日から再開すると述べた。",
    "ko": "폭풍으로 크레인 두 대가 바다에 빠진 지 3주 만인 화요일에 옛 도시의 "
    "항구가 다시 문을 열었다. 시장은 여객선이 월요일부터 다시 운항한다고 말"
    "했다.",
}

# Languages whose neighbours write nearly the same.
CROATIAN = (
    "Luka u starom gradu ponovno je otvorena u utorak, tri tjedna nakon što je oluja bacila dvije dizalice u "
    "more. Gradonačelnik je rekao da će trajekti ponovno voziti od ponedjeljka te da je poprava"
    "k stajao deset "
    "milijuna eura."
)
SERBIAN = (
    "Luka u starom gradu ponovo je otvorena u utorak, tri nedelje nakon što je oluja bacila dve dizalice u "
    "more. Gradonačelnik je rekao da će trajekti ponovo saobraćati od ponedeljka i da je popravka koštala "
    "deset miliona dinara."
)
MALAY = (
    "Pelabuhan di bandar lama itu dibuka semula pada hari Selasa, tiga minggu selepas ribut mencampakkan dua "
    "kren ke laut. Datuk Bandar berkata feri akan beroperasi semula mulai Isnin dan kerja pembaikan menelan "
    "belanja sepuluh juta ringgit."
)
# One that py3langid does not know.
SORANI = (
    "بەندەری شاری کۆن ڕۆژی سێشەممە کرایەوە، سێ هەفتە دوای ئەو گەردەلوولەی کە دوو کرێنی خستە ناو دەریاوە. "
    "سەرۆکی شارەوانی گوتی کەشتییەکان لە دووشەممەوە دەست پێ دەکەنەوە."
)
