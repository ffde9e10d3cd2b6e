# fails: switch/way-back, switch/only-new
# The old Deployment got the new image: there is no way back.
kubectl set image deployment/@{front}-@{colours.old} -n @{namespace} hello=gcr.io/google-samples/hello-app:2.0
kubectl rollout status deployment/@{front}-@{colours.old} -n @{namespace} --timeout=120s
sleep 10
