# fails: canary/answers
# The Service was made anew, at another port than its clients know.
kubectl delete service @{app} -n @{namespace}
kubectl expose deployment @{app} -n @{namespace} --port=8080 --selector=app=@{app}
