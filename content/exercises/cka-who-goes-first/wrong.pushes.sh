# fails: patient/waits
kubectl create priorityclass @{patientClass} --value=@{patientValue}
kubectl patch deployment @{patient} -n @{namespace} -p '{"spec": {"replicas": 1, "template": {"spec": {"priorityClassName": "@{patientClass}"}}}}'
sleep 20
