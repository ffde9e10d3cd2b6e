# fails: forth/updated
kubectl set image deployment/@{good} -n @{namespace} nginx=nginx:1.29-alpne
sleep 20
