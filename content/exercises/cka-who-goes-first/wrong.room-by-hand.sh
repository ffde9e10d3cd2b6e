# fails: urgent/runs, urgent/batch-wants-all, base/default
# Room is made by hand; the class stands on a Deployment as a label.
kubectl create priorityclass @{urgentClass} --value=@{urgentValue}
kubectl create priorityclass @{baseClass} --value=@{baseValue}
kubectl scale deployment @{batch} -n @{namespace} --replicas=2
sleep 30
