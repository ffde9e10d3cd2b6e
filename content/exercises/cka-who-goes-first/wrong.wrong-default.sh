# fails: base/default, patient/class, patient/next
# The default is the class that pushes; the Deployment is not scaled.
kubectl create priorityclass @{urgentClass} --value=@{urgentValue} --global-default=true
kubectl create priorityclass @{patientClass} --value=@{baseValue} --preemption-policy=Never
kubectl patch deployment @{patient} -n @{namespace} -p '{"spec": {"template": {"spec": {"priorityClassName": "@{patientClass}"}}}}'
sleep 20
