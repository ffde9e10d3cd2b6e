# fails: mailer/others, mailer/bounded
kubectl scale deployment api -n field --replicas=1
sleep 60
kubectl rollout restart deployment/mailer -n field
sleep 30
