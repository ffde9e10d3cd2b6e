kubectl create priorityclass @{urgentClass} --value=@{urgentValue}
kubectl create priorityclass @{patientClass} --value=@{patientValue} --preemption-policy=Never
kubectl create priorityclass @{baseClass} --value=@{baseValue} --global-default=true
kubectl patch deployment @{urgent} -n @{namespace} -p '{"spec": {"template": {"spec": {"priorityClassName": "@{urgentClass}"}}}}'
kubectl rollout status deployment/@{urgent} -n @{namespace} --timeout=120s
kubectl patch deployment @{patient} -n @{namespace} -p '{"spec": {"replicas": 1, "template": {"spec": {"priorityClassName": "@{patientClass}"}}}}'
sleep 20
