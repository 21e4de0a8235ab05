"""The addresses of tasks."""

from django.urls import path

from giaoban.web.tasks.chase_tasks import chase_tasks
from giaoban.web.tasks.giving import give_instruction, hand_on
from giaoban.web.tasks.glance import glance, glance_file
from giaoban.web.tasks.links import task_link
from giaoban.web.tasks.load import task_load, task_load_file
from giaoban.web.tasks.progress import progress, progress_file
from giaoban.web.tasks.splitting import split_task
from giaoban.web.tasks.task_page import task, task_file
from giaoban.web.tasks.task_steps import answer_time, ask_time, decide_task, hold_task, task_step
from giaoban.web.tasks.tasks_list import tasks, tasks_file
from giaoban.web.tasks.timeline import timeline

urlpatterns = [
    path("tasks/", tasks, name="tasks"),
    path("tasks/list/<str:form>/", tasks_file, name="tasks_file"),
    path("tasks/progress/", progress, name="progress"),
    path("tasks/progress/<str:form>/", progress_file, name="progress_file"),
    path("tasks/directives/", glance, name="task_glance"),
    path("tasks/directives/<str:form>/", glance_file, name="glance_file"),
    path("tasks/unanswered/", task_load, name="task_load"),
    path("tasks/unanswered/<str:form>/", task_load_file, name="task_load_file"),
    path("tasks/chase/", chase_tasks, name="chase_tasks"),
    path("tasks/timeline/<int:pk>/", timeline, name="task_timeline"),
    path("tasks/give/", give_instruction, name="give_instruction"),
    path("tasks/closed/<int:unit_id>/", hand_on, name="hand_on_tasks"),
    path("tasks/files/<int:pk>/", task_file, name="task_file"),
    path("tasks/<int:pk>/", task, name="task"),
    path("tasks/<int:pk>/step/<str:step>/", task_step, name="task_step"),
    path("tasks/<int:pk>/decide/<str:step>/", decide_task, name="decide_task"),
    path("tasks/<int:pk>/time/", ask_time, name="ask_time"),
    path("tasks/<int:pk>/time/<int:extension>/", answer_time, name="answer_time"),
    path("tasks/<int:pk>/holder/", hold_task, name="hold_task"),
    path("tasks/<int:pk>/link/", task_link, name="task_link"),
    path("tasks/<int:pk>/split/", split_task, name="split_task"),
]
