// Templates in Spanish, in the order of the English ones.
#include "alerts/templates.hpp"

namespace alerts {

std::vector<Wording> const spanish_wordings{
    {"Calor extremo", "Calor peligroso en {place}: manténgase fresco y beba agua",
     "{source} avisa de días y noches de mucho calor en {place} hasta {until}. El calor puede enfermar a cualquiera. Corren más peligro los bebés, las personas mayores y las enfermas.",
     "Beba agua a menudo, aunque no tenga sed.\nQuédese en el cuarto más fresco o vaya a un lugar público fresco.\nNunca deje a un niño, un adulto o un animal en un auto parado.\nVisite a los vecinos que viven solos.\n¿Alguien está confuso, o muy caliente y se desmaya? Llame al {emergency}."},
    {"Inundación", "Inundación en {place}: vaya ya a un lugar alto",
     "{source} avisa de una inundación en {place} hasta {until}. El agua puede subir en minutos.",
     "Vaya ya a un lugar alto. No espere a ver el agua.\nNo camine ni conduzca por el agua.\nLleve sus medicinas, sus papeles y su teléfono.\nCorte la luz y el gas si puede hacerlo sin peligro.\n¿No puede salir? Llame al {emergency} y suba, pero no a un ático cerrado."},
    {"Tormenta fuerte", "Tormenta fuerte en {place}: quédese dentro",
     "{source} avisa de una tormenta fuerte en {place} hasta {until}. El viento puede lanzar cosas y romper árboles y cables.",
     "Entre y aléjese de las ventanas.\nMeta o ate lo que el viento pueda mover.\nCargue su teléfono y tenga cerca una linterna.\nNo se acerque a cables caídos.\n¿Hay heridos? Llame al {emergency}."},
    {"Incendio forestal", "Incendio cerca de {place}: salga ya",
     "{source} ordena a todos salir de {place}. Un incendio avanza hacia ustedes. La orden vale hasta {until} o hasta que digamos que terminó.",
     "Salga ya. No espere ni haga maletas.\nLleve a las personas, los animales, las medicinas y el teléfono.\nVaya por {route}.\n¿Necesita ayuda para salir? Llame al {emergency}.\nVaya a {shelter} si no tiene otro lugar."},
    {"Calidad del aire", "Aire malo en {place}: quédese dentro",
     "{source} avisa de aire malo para la salud en {place} hasta {until}. La causa es {cause}. Corren más peligro los niños, las embarazadas y quienes tienen males del pulmón o del corazón.",
     "Quédese dentro y cierre ventanas y puertas.\nUse un purificador, o ponga el aire frío a usar el aire de dentro.\nNo haga ejercicio fuera.\nFuera, use una mascarilla N95 o FFP2 bien puesta.\nTenga cerca su inhalador. ¿Le cuesta respirar? Llame al {emergency}."},
    {"Agua no segura", "Hierva el agua del grifo en {place} antes de beberla",
     "{source} dice que el agua del grifo en {place} puede no ser segura. La causa es {cause}. El aviso vale hasta {until} o hasta que las pruebas den agua limpia.",
     "Hierva el agua un minuto y déjela enfriar. O use agua embotellada.\nUse solo esta agua para beber, cocinar, lavarse los dientes y para los bebés.\nTire el hielo hecho con agua del grifo.\nPuede lavarse las manos y la ropa con agua del grifo y jabón.\n¿Preguntas? Llame al {phone}."},
    {"Brote de una enfermedad", "{disease} en {place}: conozca los síntomas",
     "{source} ha hallado casos de {disease} en {place}. Se contagia por {spread}. Diremos más antes de {until}.",
     "Conozca los síntomas: {signs}.\n¿Los tiene? Quédese en casa y llame al {phone} antes de ir a una clínica.\nLávese a menudo las manos con jabón.\nPregunte si necesita una vacuna o una prueba.\nAyude a las personas cercanas con más riesgo."},
    {"Retiro de un medicamento", "No use {product}: se retira",
     "{source} retira {product}. El motivo es {cause}. Son los lotes {batches}, entregados en {place}.",
     "Mire el nombre y el número de lote en la caja.\n¿Tiene este lote? No lo use. Guarde la caja.\nNo deje sin ayuda una medicina que necesita: llame a su farmacia o al {phone} para tener otra.\n¿La tomó y se siente mal? Llame al {emergency} si es grave.\nLleve la caja a una farmacia."},
    {"Atención no disponible", "{service}: no disponible en {place}",
     "{source} dice que no hay {service} en {place} hasta {until}. El motivo es {cause}.",
     "Vaya a {alternative}.\n¿Tiene una cita? Le llamaremos con otra hora.\n¿Necesita pronto una medicina o una vacuna? Llame al {phone}.\n¿Es una emergencia? Llame al {emergency}. Las urgencias están abiertas."},
    {"Escape químico", "Químico en el aire en {place}: entre y cierre todo",
     "{source} avisa de que hay {chemical} en el aire en {place}. Respirarlo puede hacerle daño. Vale hasta {until} o hasta que digamos que terminó.",
     "Entre ya. Cierre ventanas y puertas.\nApague ventiladores, calefacción y aire frío.\nVaya a un cuarto con pocas ventanas y tape las rendijas con toallas mojadas.\n¿Le tocó la piel o los ojos? Quítese esa ropa y lave con agua 15 minutos.\n¿Le cuesta respirar? Llame al {emergency}. Quédese dentro hasta que digamos que terminó."},
    {"Corte de luz", "Sin luz en {place}: cuide comida, medicinas y aparatos",
     "{source} dice que no hay luz en {place}. Esperamos que vuelva antes de {until}.",
     "¿Necesita luz para un aparato médico? Use ya su reserva o llame al {phone}.\nNo abra la nevera. Pregunte en la farmacia por las medicinas que deben estar frías.\nNunca use un generador o una parrilla dentro: el gas puede matar.\nVaya a {shelter} para cargar un aparato o para estar a buena temperatura.\nNo se acerque a cables caídos."},
    {"Corte de teléfono", "El {emergency} puede fallar en {place}: cómo pedir ayuda",
     "{source} dice que las llamadas al {emergency} pueden fallar en {place}. Esperamos que los teléfonos funcionen antes de {until}.",
     "Primero llame. Si falla, mande un mensaje de texto al {emergency}.\nPruebe otro teléfono: uno fijo, o un móvil de otra red.\nLlame al {phone}.\n¿No puede llamar? Vaya a {shelter}. Allí pueden pedir ayuda.\nVisite a los vecinos que puedan necesitar ayuda."},
    {"Drogas envenenadas", "Drogas muy fuertes en {place}: más riesgo de sobredosis",
     "{source} ha hallado {drug} en drogas vendidas en {place}. Puede parar la respiración, aun en poca cantidad. El aviso vale hasta {until}.",
     "No consuma a solas. Si lo hace, que alguien le llame o le visite.\nLleve naloxona. Es gratis en {shelter}.\nEmpiece con muy poco y, si puede, analícelo.\n¿Alguien no despierta, está azul o no respira? Llame al {emergency}, dé naloxona y ayúdele a respirar.\nNadie le juzgará. Para tratamiento llame al {phone}."},
};

}  // namespace alerts
