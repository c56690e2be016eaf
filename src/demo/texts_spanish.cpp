// What is said in Spanish.
#include "demo/texts.hpp"

namespace demo {
namespace {

std::vector<Topic> topics() {
    return {
        {"Asma", "", {"¿Vive con asma? Tres cosas que conviene tener listas.", "Revisión de inhaladores este {jueves|viernes}: venga sin cita."},
         {"Lleve siempre su inhalador de alivio.", "Pida a la enfermera que mire cómo usa su inhalador.", "Escriba su plan de asma y péguelo en la nevera.", "Si el inhalador no ayuda, llame al número de emergencias de su zona."},
         {"Subí las escaleras sin parar. El año pasado no podía.", "Con el aire frío me pongo una bufanda en la boca y respiro mejor.", "La enfermera me corrigió un detalle con el inhalador. ¡Qué cambio!"},
         {"Mi hija ya lleva su inhalador sola en la mochila. Yo sigo mirando la mochila."},
         {{"¿Hay que enjuagarse la boca después del inhalador?", {"Sí, después de un inhalador con corticoide, enjuáguese y escupa.", "Buena pregunta. Sí, enjuagar y escupir ayuda a cuidar la boca."}},
          {"¿Cómo sé cuándo se acaba el inhalador?", {"Mire si tiene contador. Si no, en la farmacia le ayudan a calcularlo.", "Agitarlo no sirve. Pregunte en la farmacia por uno con contador."}}}},
        {"Diabetes", "", {"Revisión de pies esta semana, sin cita.", "Diabetes: un paso por semana es suficiente."},
         {"Mire sus pies cada noche, también entre los dedos.", "Lleve algo dulce por si le baja el azúcar.", "Camine un poco después de comer.", "Vaya a su revisión de ojos cada año."},
         {"Tres semanas con buenos números. Hoy lo celebro con un paseo.", "Aprendí a preparar las recetas de mi madre con menos azúcar. Saben a domingo.", "Me bajó el azúcar en el autobús y una señora me dio uvas. Gracias, señora."},
         {"Encontré a tiempo una herida en el pie de mi papá. La enfermera me felicitó."},
         {{"¿Puedo comer fruta si tengo diabetes?", {"Sí, fruta entera y repartida en el día. Una nutricionista puede ayudarle.", "Claro que sí. Con el jugo hay que tener más cuidado."}},
          {"¿El estrés sube el azúcar?", {"Sí, puede subirla. Anótelo y llévelo a su próxima visita.", "Puede pasar. No cambie su medicina por su cuenta y coméntelo en la clínica."}}}},
        {"Humo", "perder la casa", {"Hay humo en el valle: cómo cuidar el aire de su casa.", "Temporada de humo: llame hoy a un vecino."},
         {"Cierre puertas y ventanas.", "Una mascarilla N95 bien ajustada protege. La tela mojada no.", "No fría ni encienda velas mientras haya humo.", "Si le cuesta respirar, llame al número de emergencias de su zona."},
         {"Dormimos en la biblioteca por el humo. Gente amable y café caliente.", "El cielo está naranja otra vez. Ventanas cerradas y paciencia.", "Salimos con dos cajas y el gato. Lo demás se quedó allí."},
         {"Preparé la bolsa de mi abuela: medicinas, cargador y la foto de la boda."},
         {{"¿Dónde dan mascarillas en Millbrook?", {"En la biblioteca, gratis y sin documentos.", "En la biblioteca y en el centro Riverside, sin costo."}},
          {"¿Puedo sacar al perro con este aire?", {"Un paseo corto. Si tiene asma o está embarazada, mejor que vaya otra persona.", "Corto y despacio. Si tose, vuelva a casa."}}}},
        {"Vacunas", "", {"Vacunas este sábado en la biblioteca, sin cita.", "Preguntas sobre vacunas: todas son bienvenidas."},
         {"Traiga su tarjeta de vacunas. Si no la tiene, la buscamos.", "Díganos si tiene alergias.", "Un brazo adolorido es normal y pasa pronto.", "Puede venir con alguien que le dé la mano."},
         {"Me daban miedo las agujas. La enfermera me habló de su perro y ni me enteré.", "Toda la familia vacunada. Después, pastel."},
         {"Mi hijo fue más valiente que yo. Le dieron dos pegatinas."},
         {{"Perdí mi tarjeta de vacunas. ¿Tengo que empezar de nuevo?", {"No hace falta. Podemos buscar la mayoría en el registro.", "No se preocupe, lo vemos juntos en la clínica."}}}},
        {"Dormir", "", {"¿Duerme mal? Empiece por la mañana.", "Dormir mejor: cuatro cambios pequeños."},
         {"Levántese a la misma hora cada día.", "Deje el café al mediodía durante dos semanas.", "Si no duerme, levántese un rato con poca luz.", "Cuarto fresco, oscuro y en silencio."},
         {"Seis horas seguidas. Me siento como nueva.", "Las tres de la mañana otra vez. Hola a quien también mira el techo."},
         {"Mi abuelo camina de noche y yo duermo con un oído abierto."},
         {{"¿Es mejor quedarse en la cama si no puedo dormir?", {"Mejor levantarse un rato y volver cuando tenga sueño.", "Levántese, haga algo tranquilo y vuelva después."}}}},
        {"SaludMental", "un día difícil", {"Hablar ayuda, y no hay que empezar por lo más duro.", "Grupo de apoyo en español los martes."},
         {"Dígale hoy a una persona cómo está de verdad.", "Diez minutos de luz y de aire ya cuentan.", "Si lleva dos semanas peor, llame a su clínica.", "Si está en peligro, llame ahora al número de emergencias de su zona."},
         {"Dije «no muy bien» y mi amiga me hizo un café. No se acabó el mundo.", "Primera semana completa en el trabajo. Cansada y orgullosa."},
         {"Aprendo a sentarme junto a mi hermano sin arreglar nada. Cuesta y ayuda."},
         {{"¿Cómo le digo a mi jefe que voy a terapia?", {"Puede decir que es una cita médica. No debe más detalles.", "Con «tengo una cita cada semana» es suficiente."}}}},
        {"Embarazo", "", {"Clase de parto en español este mes.", "¿Espera un bebé? Pida pronto su primera cita."},
         {"Traiga sus preguntas en un papel.", "Pregunte antes de tomar cualquier medicina o hierba.", "Si sangra o el bebé se mueve menos, llame enseguida a maternidad.", "Descanse con los pies en alto."},
         {"Oí el corazón del bebé. Parece un caballito.", "Semana 30. Mis zapatos son un recuerdo."},
         {"Practicamos el camino al hospital dos veces. Ella dice que ya basta."},
         {{"¿Puede venir mi hermana al parto?", {"Sí, quien le dé tranquilidad. Avísenos antes.", "Claro. Apúntelo en su plan de parto."}}}},
    };
}

}  // namespace

Tongue const& spanish() {
    static Tongue const tongue{"es",
        {{"Una pregunta para quien sepa más que yo.", "Hola a todos.", "Primera vez que escribo aquí.", "Quizá es una pregunta tonta.", "No es urgente."},
         {"Gracias de antemano.", "Mi cita es la semana que viene.", "¿Qué hicieron ustedes?", "", ""},
         {"Lo que más repito en la consulta:", "Lo que le digo a mi propia familia:", "Corto y claro:"}, {"Pregunte en su clínica qué le conviene.", "Si tiene dudas, llámenos.", ""},
         {"Hay intérpretes gratis.", "No hace falta documento.", "Compártalo con un vecino.", ""},
         {"A mí me pasó lo mismo. No está sola en esto.", "Yo también quiero saberlo.", "Mi enfermera me lo explicó muy bien. Pregunte sin pena.", "Gracias por preguntar, yo no me atrevía."},
         {"¡Qué alegría leer esto!", "Bien hecho, de verdad.", "Un abrazo grande.", "Gracias por contarlo.", "Poco a poco. Ánimo."},
         {"Muchas gracias, me ayuda mucho.", "Qué alivio, gracias.", "No lo sabía. ¡Gracias!"}, {"Gracias, lo guardo.", "Se lo enseño a mi mamá.", "Muy claro, gracias."},
         {"Niebla en el valle y el mercado lleno igual.", "Análisis hecho, desayuno ganado.", "Día tranquilo: sopa, radio y a dormir.", "Hoy conté once personas amables. Dos eran perros.", "Planté ajo con un solo brazo. El ajo no lo sabrá.", "La señora del autobús me guardó el sitio. Gracias."},
         {{"¿Necesito cita?", {"No, venga cuando pueda. Por la mañana hay menos gente.", "No hace falta."}}, {"¿Es gratis?", {"Sí, para todo el condado.", "Sí, sin costo."}}},
         {{"¿Puedo cambiar mi cita del jueves?", {"Sí, tenemos sitio el viernes por la mañana. ¿Le va bien?", "Claro. La pasamos a la semana siguiente."}},
          {"Mi madre necesita un intérprete. ¿Es posible?", {"Sí, es gratis. Queda apuntado.", "Por supuesto, estará allí en persona."}}}},
        topics()};
    return tongue;
}

}  // namespace demo
